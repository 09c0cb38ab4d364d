/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/passwd.c and digest.c. Digests and crypts were made with
 * openssl; the crypts with rounds, and those of the SHA-crypt document, with
 * glibc.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "bounds.h"
#include "digest.h"
#include "passwd.h"

struct row {
	const char *name;
	const char *stored;
	const char *typed;
	int matches; /* 2: also when what follows is another text */
};

static const struct row rows[] = {
    {"plain", "secret", "secret", 1},
    {"plain: blanks", "a b", "a b", 1},
    {"plain: case", "Secret", "secret", 0},
    {"plain: empty", "", "", 0},
    {"plain: empty stored", "", "x", 0},
    {"plain: like a crypt", "$x", "$x", 1},
    {"plain: nothing typed", "x", "", 0},
    {"MD5-crypt: 1 letters", "$1$a$TYcRT0JumNkKBBlirG1X4/", "x", 1},
    {"MD5-crypt: 6 letters", "$1$saltsalt$9xy1btjgzLYfb7hivXtC//", "secret", 1},
    {"MD5-crypt: 41 letters", "$1$12345678$ujmqBE4bukFG4.mSrRU48/",
     "a longer pass word, of forty-one letters.", 1},
    {"MD5-crypt: 63 letters", "$1$./AZaz09$0rwYwAsTCeEmO87Ga2q8Q/",
     "sixty-three letters, which is as many as the menu lets one type", 1},
    {"MD5-crypt: wrong", "$1$salt$I7mUw4uf7gbe.mLJ1fX2S.", "wrong", 0},
    {"MD5-crypt: more behind a dollar", "$1$salt$I7mUw4uf7gbe.mLJ1fX2S.$x",
     "right", 2},
    {"MD5-crypt: more behind it", "$1$salt$I7mUw4uf7gbe.mLJ1fX2S.x", "right",
     0},
    {"MD5-crypt: no salt", "$1$$FAwzlVoiVr/R8ZmbUOQ9k/", "right", 1},
    {"MD5-crypt: no sum", "$1$salt$", "right", 0},
    {"MD5-crypt: no second dollar", "$1$salt", "right", 0},
    {"SHA-256-crypt: 1 letters",
     "$5$a$m5PPB7rYZmTs0gzCcO.9R/qmXtGr3g/5s2bl1flV9x2", "x", 1},
    {"SHA-256-crypt: 6 letters",
     "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA", "secret", 1},
    {"SHA-256-crypt: 41 letters",
     "$5$12345678$ZM63.Oq6np2LFwGqMECvvb06/8u47I.qQTJGme9RlK2",
     "a longer pass word, of forty-one letters.", 1},
    {"SHA-256-crypt: 63 letters",
     "$5$./AZaz09$NiJLtiSP5jD6Uv9M5cEjQqKT6ztKkKxhRgMj/ze62aB",
     "sixty-three letters, which is as many as the menu lets one type", 1},
    {"SHA-256-crypt: wrong",
     "$5$salt$wSwSJ2jcGgOJrhtXC83JdW1ItuVorMIRfiqtimk07R6", "wrong", 0},
    {"SHA-256-crypt: more behind a dollar",
     "$5$salt$wSwSJ2jcGgOJrhtXC83JdW1ItuVorMIRfiqtimk07R6$x", "right", 2},
    {"SHA-256-crypt: more behind it",
     "$5$salt$wSwSJ2jcGgOJrhtXC83JdW1ItuVorMIRfiqtimk07R6x", "right", 0},
    {"SHA-256-crypt: no salt",
     "$5$$pxfXYIG.Dhg1tACI1BSugwjbCtpm7LsiC4.I1X9aGM5", "right", 1},
    {"SHA-256-crypt: no sum", "$5$salt$", "right", 0},
    {"SHA-256-crypt: no second dollar", "$5$salt", "right", 0},
    {"SHA-512-crypt: 1 letters",
     "$6$a$AvQLBHPFSbE4d9QOBrglBdXuv."
     "jRoEFLHgWJlsZ6XhNHrxkMbotj9kAr0GGhdZ5XM6DM29/LJ9jZin3Aj8Tph0",
     "x", 1},
    {"SHA-512-crypt: 6 letters",
     "$6$saltsalt$"
     "TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN"
     ".Pq.H91p5hVO1",
     "secret", 1},
    {"SHA-512-crypt: 41 letters",
     "$6$12345678$ovYkp3Kb.X0mrDyJstfu3cgEFeXPc/"
     "DGMEbSpnCgxWy44PWkGTA.JoyfiOyNDH4NbEUl0o6wokTAqeakWbYJR.",
     "a longer pass word, of forty-one letters.", 1},
    {"SHA-512-crypt: 63 letters",
     "$6$./AZaz09$yBVc7k6MCPuVnlkfvcuUio/Ej5y2nms1NKqc7ZlfiTTlTe/"
     "ONptjs2JQOEHslrxP5stAjqkNxAdeb6TJGiDDL.",
     "sixty-three letters, which is as many as the menu lets one type", 1},
    {"SHA-512-crypt: wrong",
     "$6$salt$vBy9sDCxqmqmfqBK5nmzr1kUIMkq7zYdlIyWD/"
     "n41gv0wdATFYfB4I23B0JdtdxxxIQE3SB7pygxUpkBZeF7a/",
     "wrong", 0},
    {"SHA-512-crypt: more behind a dollar",
     "$6$salt$vBy9sDCxqmqmfqBK5nmzr1kUIMkq7zYdlIyWD/"
     "n41gv0wdATFYfB4I23B0JdtdxxxIQE3SB7pygxUpkBZeF7a/$x",
     "right", 2},
    {"SHA-512-crypt: more behind it",
     "$6$salt$vBy9sDCxqmqmfqBK5nmzr1kUIMkq7zYdlIyWD/"
     "n41gv0wdATFYfB4I23B0JdtdxxxIQE3SB7pygxUpkBZeF7a/x",
     "right", 0},
    {"SHA-512-crypt: no salt",
     "$6$$u8dNWhZY6zMUw9Cvmp.d03ImTVDSkElpXuLjq7bOzvqTI.j.yR5hiioCIeyIkiBE/"
     "lqnzyvzWk40eXLjeEYki.",
     "right", 1},
    {"SHA-512-crypt: no sum", "$6$salt$", "right", 0},
    {"SHA-512-crypt: no second dollar", "$6$salt", "right", 0},
    {"MD5-crypt: salt too long", "$1$123456789$t7O7TYms508gCmv11WjZW/", "right",
     0},
    {"SHA-256-crypt: the longest salt",
     "$5$0123456789abcdef$7BhLMcgD7JuiY0ZHZFlh/0H4r8cAeKaNjoeU2C3oq9/", "right",
     1},
    {"SHA-256-crypt: salt too long",
     "$5$0123456789abcdefg$7BhLMcgD7JuiY0ZHZFlh/0H4r8cAeKaNjoeU2C3oq9/",
     "right", 0},
    {"SHA-256-crypt: few rounds",
     "$5$rounds=1000$salt$jmWlX.WMmU0.rE0RvWQVpnv3gAtcUKsIbtS2DDkjkW.", "right",
     1},
    {"SHA-256-crypt: odd rounds",
     "$5$rounds=1234$salt$meuvTKHAGaPnLYPRNlAySpPIKN8ogeira2XvfTsle4/", "right",
     1},
    {"SHA-256-crypt: too few rounds",
     "$5$rounds=999$salt$jmWlX.WMmU0.rE0RvWQVpnv3gAtcUKsIbtS2DDkjkW.", "right",
     0},
    {"SHA-256-crypt: rounds without number",
     "$5$rounds=$salt$jmWlX.WMmU0.rE0RvWQVpnv3gAtcUKsIbtS2DDkjkW.", "right", 0},
    {"SHA-256-crypt: rounds and no salt", "$5$rounds=1000", "right", 0},
    {"SHA-512-crypt: the longest salt",
     "$6$0123456789abcdef$"
     "pG3AFWyxT82YrCMQXy589jKbNPkvXgQjrOnxtkHM5ougWh5m9HB5f7SI41DVGsmXkAIev2jUa"
     "VtFxcGq9EbkE.",
     "right", 1},
    {"SHA-512-crypt: salt too long",
     "$6$0123456789abcdefg$"
     "pG3AFWyxT82YrCMQXy589jKbNPkvXgQjrOnxtkHM5ougWh5m9HB5f7SI41DVGsmXkAIev2jUa"
     "VtFxcGq9EbkE.",
     "right", 0},
    {"SHA-512-crypt: few rounds",
     "$6$rounds=1000$salt$yiW6N.84VzeTC0bx5oZcI6R7GA6ccCfWQfaJEjLTn3tSOj35."
     "DFqvDPhk41tF8IpdfgKnpLGt5EmXsjEnq0Dy.",
     "right", 1},
    {"SHA-512-crypt: odd rounds",
     "$6$rounds=1234$salt$HG38."
     "vcku3hAvJFTtGlWOxwj5sBoC6jDTOzmr2OjWfxUJ2D5iLJCeXrhYj1UYvhG9n4GfqE/"
     "WzNiOZdyuFv0d/",
     "right", 1},
    {"SHA-512-crypt: too few rounds",
     "$6$rounds=999$salt$yiW6N.84VzeTC0bx5oZcI6R7GA6ccCfWQfaJEjLTn3tSOj35."
     "DFqvDPhk41tF8IpdfgKnpLGt5EmXsjEnq0Dy.",
     "right", 0},
    {"SHA-512-crypt: rounds without number",
     "$6$rounds=$salt$yiW6N.84VzeTC0bx5oZcI6R7GA6ccCfWQfaJEjLTn3tSOj35."
     "DFqvDPhk41tF8IpdfgKnpLGt5EmXsjEnq0Dy.",
     "right", 0},
    {"SHA-512-crypt: rounds and no salt", "$6$rounds=1000", "right", 0},
    {"SHA-256-crypt: the most rounds",
     "$5$rounds=700000$salt$jLcrGwJfJnrkoRJX/hkDKqEkb2b5vrfA0nrhJF.y1L.",
     "right", 2},
    {"SHA-256-crypt: one more",
     "$5$rounds=700001$salt$jLcrGwJfJnrkoRJX/hkDKqEkb2b5vrfA0nrhJF.y1L.",
     "right", 0},
    {"SHA-1", "$4$salt$mmetTb1YGaJO2tB8aAhcXCxVnEk=", "right", 1},
    {"SHA-1: a dollar behind", "$4$salt$mmetTb1YGaJO2tB8aAhcXCxVnEk$", "right",
     1},
    {"SHA-1: no salt", "$4$0nofEXcSAJSXFLGvmfBIpBb11vQ=", "right", 1},
    {"SHA-1: empty salt", "$4$$0nofEXcSAJSXFLGvmfBIpBb11vQ=", "right", 1},
    {"SHA-1: wrong", "$4$salt$mmetTb1YGaJO2tB8aAhcXCxVnEk=", "wrong", 0},
    {"SHA-1: plus and slash", "$4$s5$+5epAicQn5fcC2EWPLf/xXt/W6I=", "right", 1},
    {"SHA-1: minus and underscore",
     "$4$s5$-5epAicQn5fcC2EWPLf_xXt_W6I=", "right", 1},
    {"SHA-1: dot", "$4$s5$.5epAicQn5fcC2EWPLf/xXt/W6I=", "right", 1},
    {"SHA-1: too short", "$4$s5$+5epAicQn5fcC2EWPLf/xXt/W", "right", 0},
    {"unknown kind", "$2$salt$x", "x", 0},
    {"unknown kind, the same text", "$7$", "$7$", 0},
    {"longer than can be typed",
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0},
};

static void passwords(void **state)
{
	const struct row *row = *state;
	size_t len = strlen(row->typed);
	char *typed = exact_new(row->typed, len);
	size_t stored_len = strlen(row->stored) + 1;
	char *stored = exact_new(row->stored, stored_len);
	char *end;

	assert_int_equal(passwd_matches(stored, typed, len), row->matches != 0);
	if (row->matches == 1) {
		/* One letter more, less, or another one, is another one. */
		assert_int_equal(passwd_matches(stored, typed, len - 1), 0);
		typed[len / 2] ^= 1;
		assert_int_equal(passwd_matches(stored, typed, len), 0);
		typed[len / 2] ^= 1;
		end = stored + stored_len - 2;
		if (stored_len > 5)
			end -= 3;
		*end = *end == 'a' ? 'b' : 'a';
		assert_int_equal(passwd_matches(stored, typed, len), 0);
	}
	exact_free(stored);
	exact_free(typed);
}

/* Cut anywhere, it is no password and nothing is read behind it. */
static void cut_anywhere(void **state)
{
	unsigned int i;
	size_t len;
	char *stored;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].matches != 1 || rows[i].stored[0] != '$' ||
		    strstr(rows[i].stored, "rounds"))
			continue;
		for (len = 0; len < strlen(rows[i].stored) - 1; len += 19) {
			stored = exact_new(rows[i].stored, len + 1);
			stored[len] = '\0';
			assert_int_equal(passwd_matches(stored, rows[i].typed,
							strlen(rows[i].typed)),
					 0);
			exact_free(stored);
		}
	}
}

struct digest_row {
	const char *name;
	enum digest_kind kind;
	unsigned int len; /* of this many letters 'a' */
	const char *hex;
};

static const struct digest_row digest_rows[] = {
    {"md5: 0", DIGEST_MD5, 0, "d41d8cd98f00b204e9800998ecf8427e"},
    {"md5: 1", DIGEST_MD5, 1, "0cc175b9c0f1b6a831c399e269772661"},
    {"md5: 55", DIGEST_MD5, 55, "ef1772b6dff9a122358552954ad0df65"},
    {"md5: 56", DIGEST_MD5, 56, "3b0c8ac703f828b04c6c197006d17218"},
    {"md5: 63", DIGEST_MD5, 63, "b06521f39153d618550606be297466d5"},
    {"md5: 64", DIGEST_MD5, 64, "014842d480b571495a4a0363793f7367"},
    {"md5: 65", DIGEST_MD5, 65, "c743a45e0d2e6a95cb859adae0248435"},
    {"md5: 111", DIGEST_MD5, 111, "089f243d1e831c5879aa375ee364a06e"},
    {"md5: 112", DIGEST_MD5, 112, "9146ef3527c7cfcc66dc615c3986e391"},
    {"md5: 119", DIGEST_MD5, 119, "8a7bd0732ed6a28ce75f6dabc90e1613"},
    {"md5: 120", DIGEST_MD5, 120, "5f61c0ccad4cac44c75ff505e1f1e537"},
    {"md5: 127", DIGEST_MD5, 127, "020406e1d05cdc2aa287641f7ae2cc39"},
    {"md5: 128", DIGEST_MD5, 128, "e510683b3f5ffe4093d021808bc6ff70"},
    {"md5: 129", DIGEST_MD5, 129, "b325dc1c6f5e7a2b7cf465b9feab7948"},
    {"md5: 1000", DIGEST_MD5, 1000, "cabe45dcc9ae5b66ba86600cca6b8ba8"},
    {"sha1: 0", DIGEST_SHA1, 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"sha1: 1", DIGEST_SHA1, 1, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"},
    {"sha1: 55", DIGEST_SHA1, 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
    {"sha1: 56", DIGEST_SHA1, 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
    {"sha1: 63", DIGEST_SHA1, 63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
    {"sha1: 64", DIGEST_SHA1, 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
    {"sha1: 65", DIGEST_SHA1, 65, "11655326c708d70319be2610e8a57d9a5b959d3b"},
    {"sha1: 111", DIGEST_SHA1, 111, "ac877859d427d9192054eea8feb3b8a403ef83a5"},
    {"sha1: 112", DIGEST_SHA1, 112, "689993727ba37386bb032495e9dbdfb4dd1ba744"},
    {"sha1: 119", DIGEST_SHA1, 119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"},
    {"sha1: 120", DIGEST_SHA1, 120, "f34c1488385346a55709ba056ddd08280dd4c6d6"},
    {"sha1: 127", DIGEST_SHA1, 127, "89d95fa32ed44a7c610b7ee38517ddf57e0bb975"},
    {"sha1: 128", DIGEST_SHA1, 128, "ad5b3fdbcb526778c2839d2f151ea753995e26a0"},
    {"sha1: 129", DIGEST_SHA1, 129, "d96debf1bdcbc896e6c134ea76e8141f40d78536"},
    {"sha1: 1000", DIGEST_SHA1, 1000,
     "291e9a6c66994949b57ba5e650361e98fc36b1ba"},
    {"sha256: 0", DIGEST_SHA256, 0,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"sha256: 1", DIGEST_SHA256, 1,
     "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
    {"sha256: 55", DIGEST_SHA256, 55,
     "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
    {"sha256: 56", DIGEST_SHA256, 56,
     "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
    {"sha256: 63", DIGEST_SHA256, 63,
     "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
    {"sha256: 64", DIGEST_SHA256, 64,
     "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
    {"sha256: 65", DIGEST_SHA256, 65,
     "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
    {"sha256: 111", DIGEST_SHA256, 111,
     "6374f73208854473827f6f6a3f43b1f53eaa3b82c21c1a6d69a2110b2a79baad"},
    {"sha256: 112", DIGEST_SHA256, 112,
     "f54353008a2553262ecdc4a34749563ba0950e8b0fc8652780b0a614b99683c1"},
    {"sha256: 119", DIGEST_SHA256, 119,
     "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
    {"sha256: 120", DIGEST_SHA256, 120,
     "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
    {"sha256: 127", DIGEST_SHA256, 127,
     "c57e9278af78fa3cab38667bef4ce29d783787a2f731d4e12200270f0c32320a"},
    {"sha256: 128", DIGEST_SHA256, 128,
     "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"},
    {"sha256: 129", DIGEST_SHA256, 129,
     "c12cb024a2e5551cca0e08fce8f1c5e314555cc3fef6329ee994a3db752166ae"},
    {"sha256: 1000", DIGEST_SHA256, 1000,
     "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"},
    {"sha512: 0", DIGEST_SHA512, 0,
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5"
     "d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"},
    {"sha512: 1", DIGEST_SHA512, 1,
     "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652"
     "bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75"},
    {"sha512: 55", DIGEST_SHA512, 55,
     "b0220c772cbf6c1822e2cb38a437d0e1d58772417a4bbb21c961364f8b6143e05aa6316dc"
     "a8d1d7b19e16448419076395f6086cb55101fbd6d5497b148e1745f"},
    {"sha512: 56", DIGEST_SHA512, 56,
     "962b64aae357d2a4fee3ded8b539bdc9d325081822b0bfc55583133aab44f18bafe11d72a"
     "7ae16c79ce2ba620ae2242d5144809161945f1367f41b3972e26e04"},
    {"sha512: 63", DIGEST_SHA512, 63,
     "c1b0f5c6d3b03dfe4a2602e67242f54e344090b66e01100a469b129f583f016c7e27dddea"
     "a438393dcc7ec54b0b57c9ba7af007f9b56db5f6fb677d972a31362"},
    {"sha512: 64", DIGEST_SHA512, 64,
     "01d35c10c6c38c2dcf48f7eebb3235fb5ad74a65ec4cd016e2354c637a8fb49b695ef3c1d"
     "6f7ae4cd74d78cc9c9bcac9d4f23a73019998a7f73038a5c9b2dbde"},
    {"sha512: 65", DIGEST_SHA512, 65,
     "b83086cd8494e55708ad7ecd82dfb4bca1bda61ecbb7caf0c68967902e709345e5d8305eb"
     "7ac0d588afc6cbb75161aa9c8c7e0ea986bd833dafe5e1ccd37345a"},
    {"sha512: 111", DIGEST_SHA512, 111,
     "fa9121c7b32b9e01733d034cfc78cbf67f926c7ed83e82200ef86818196921760b4beff48"
     "404df811b953828274461673c68d04e297b0eb7b2b4d60fc6b566a2"},
    {"sha512: 112", DIGEST_SHA512, 112,
     "c01d080efd492776a1c43bd23dd99d0a2e626d481e16782e75d54c2503b5dc32bd05f0f1b"
     "a33e568b88fd2d970929b719ecbb152f58f130a407c8830604b70ca"},
    {"sha512: 119", DIGEST_SHA512, 119,
     "130396a75cb483f2eee8c56d8a668bb3d2641f5243212c0bee2bd33da096ad9eb8179fe18"
     "f9eaacf76e09fae9de4c3f14ba13341e345be05bf76c182cc3468cb"},
    {"sha512: 120", DIGEST_SHA512, 120,
     "f241de612b01aa2fa3cf01531d2a8e5e17fc761dfd48a704a834a47f57d6eade7804ecc39"
     "be42fdef16ec6adeaf7c01c2fd0c4cc97d3860907cfa4a3b36d0c05"},
    {"sha512: 127", DIGEST_SHA512, 127,
     "828613968b501dc00a97e08c73b118aa8876c26b8aac93df128502ab360f91bab50a51e08"
     "8769a5c1eff4782ace147dce3642554199876374291f5d921629502"},
    {"sha512: 128", DIGEST_SHA512, 128,
     "b73d1929aa615934e61a871596b3f3b33359f42b8175602e89f7e06e5f658a243667807ed"
     "300314b95cacdd579f3e33abdfbe351909519a846d465c59582f321"},
    {"sha512: 129", DIGEST_SHA512, 129,
     "4f681e0bd53cda4b5a2041cc8a06f2eabde44fb16c951fbd5b87702f07aeab611565b19c4"
     "7fde30587177ebb852e3971bbd8d3fd30da18d71037dfbd98420429"},
    {"sha512: 1000", DIGEST_SHA512, 1000,
     "67ba5535a46e3f86dbfbed8cbbaf0125c76ed549ff8b0b9e03e0c88cf90fa634fa7b12b47"
     "d77b694de488ace8d9a65967dc96df599727d3292a8d9d447709c97"},
};

static void digests(void **state)
{
	const struct digest_row *row = *state;
	struct digest digest;
	uint8_t sum[DIGEST_MAX_LEN];
	char hex[2 * DIGEST_MAX_LEN + 1] = "";
	unsigned int len;
	unsigned int i;

	digest_begin(&digest, row->kind);
	for (i = 0; i < row->len; i++)
		digest_add(&digest, "a", 1);
	len = digest_end(&digest, sum);
	for (i = 0; i < len; i++)
		text_format(hex + 2 * i, 3, "%02x", sum[i]);
	assert_string_equal(hex, row->hex);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(digest_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, passwords);
	UNIT_ROWS(tests, n, digest_rows, digests);
	UNIT_TEST(tests, n, cut_anywhere);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
