/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: menu/model.c, list.c, edit.c, key.c. The input is a
 * configuration up to its first FFh, and then what is done, a byte each: a
 * byte of a terminal, or above 7Fh a time that goes by, a failure, a key of
 * the BIOS, another number of rows.
 *
 * Runs in: host.
 */
#include "menu.h"
#include "model.h"

#define ARENA_LEN (1 << 17)
#define SPAN(string)                                                           \
	{                                                                      \
		string, sizeof(string) - 1                                     \
	}

static const struct facts facts = {
    .mac = SPAN("52:54:00:12:34:56"), .ip = SPAN("10.0.0.2"), .arp_type = 1};

struct play {
	struct model *model;
	struct key_decoder decoder;
	uint32_t now_ms;
};

static void check_action(const struct model *model, struct action action)
{
	uint16_t count = model->config->count;

	REQUIRE(action.kind <= ACTION_LEAVE);
	REQUIRE(action.text && strlen(action.text) <= MENU_MAX_LINE);
	REQUIRE(action.entry == ENTRY_NONE || action.entry < count);
	if (action.kind == ACTION_RUN) {
		REQUIRE(action.entry < count);
		REQUIRE(config_entry(model->config, action.entry)->action ==
			ENTRY_RUN);
	}
	if (action.kind == ACTION_SHOW)
		REQUIRE(*action.text && model->state == MODEL_FILE);
}

static void check_model(const struct model *model, uint32_t now_ms)
{
	const struct edit *edit = &model->edit;
	uint16_t entry = model_entry(model);
	unsigned int i;

	REQUIRE(model->state <= MODEL_FILE);
	REQUIRE(model->count ? model->row < model->count : !model->row);
	REQUIRE(model->top <= model->row &&
		model->row < model->top + model->page);
	for (i = 0; i < model->count; i++)
		REQUIRE(
		    config_entry(model->config, model->config->rows[i])->menu ==
		    model->menu);
	REQUIRE(entry == ENTRY_NONE || entry < model->config->count);
	REQUIRE(edit->len <= MENU_MAX_COMMAND && edit->cursor <= edit->len);
	REQUIRE(!edit->text[edit->len] && strlen(edit->text) == edit->len);
	REQUIRE(model->filter_len <= MENU_MAX_FILTER);
	REQUIRE(strlen(model->filter) == model->filter_len);
	REQUIRE(model->password_len <= MENU_MAX_PASSWORD);
	REQUIRE(memchr(model->status, '\0', sizeof(model->status)));
	REQUIRE(model->history.used <= MENU_MAX_HISTORY);
	REQUIRE(!model->history.used ||
		!model->history.text[model->history.used - 1]);
	REQUIRE(model_left_ms(model, now_ms) >= -1);
}

/* Returns whether something was started, or the program is at its end. */
static int took(struct play *play, struct action action)
{
	check_action(play->model, action);
	check_model(play->model, play->now_ms);
	return action.kind == ACTION_RUN || action.kind == ACTION_COMMAND ||
	       action.kind == ACTION_LEAVE;
}

static int press(struct play *play, unsigned int key)
{
	REQUIRE(key < KEY_COUNT);
	return took(play, model_key(play->model, key, play->now_ms));
}

static int let_go_by(struct play *play, uint32_t ms)
{
	play->now_ms += ms;
	press(play, key_decode_idle(&play->decoder, play->now_ms));
	return took(play, model_tick(play->model, play->now_ms));
}

static void do_byte(struct play *play, uint8_t byte)
{
	static const uint16_t scan_codes[] = {0x4800, 0x5000, 0x4700, 0x4f00,
					      0x49e0, 0x51e0, 0x4b00, 0x4d00,
					      0x3b00, 0x8600, 0x5300, 0x5200};

	if (byte < 0x80)
		press(play, key_decode(&play->decoder, byte, play->now_ms));
	else if (byte < 0x90)
		let_go_by(play, (uint32_t)1 << byte % 16);
	else if (byte < 0x98)
		took(play,
		     model_failed(play->model, byte & 1 ? "it failed" : NULL,
				  play->now_ms));
	else if (byte < 0xa8)
		model_set_page(play->model, byte - 0x98u);
	else
		press(play, key_from_bios(scan_codes[byte % 12]));
	check_model(play->model, play->now_ms);
}

/* Whatever was done, Esc leads to the list. */
static void check_escape(struct play *play)
{
	unsigned int i;

	let_go_by(play, 40000);
	let_go_by(play, KEY_ESC_MS);
	for (i = 0; i < 4 && play->model->state != MODEL_LIST; i++)
		press(play, KEY_ESC);
	REQUIRE(play->model->state == MODEL_LIST);
}

/* And when nobody does anything, the countdown comes to its end. */
static void check_countdown(struct play *play)
{
	const struct config *config = play->model->config;
	const struct menu *home = config_menu(config, config->start);
	uint32_t limit_ms = 2 * MENU_MAX_PAUSE_MS;
	uint32_t ms;

	if (!home->timeout_ms || !home->retimeout_ms ||
	    home->timeout_ms > 100000 || home->retimeout_ms > 100000)
		return;
	for (ms = 0; ms < limit_ms; ms += 1000)
		if (let_go_by(play, 1000) || play->model->status[0])
			return;
	REQUIRE(!"the countdown ended");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *end = len ? memchr(data, 0xff, len) : NULL;
	struct menu_input input = {.mistakes = 0};
	struct play play = {.now_ms = 0xfffff000};
	size_t config_len = end ? (size_t)(end - data) : len;
	uint8_t *arena = malloc(ARENA_LEN);
	struct config config;
	size_t i;

	REQUIRE(arena);
	play.model = malloc(sizeof(*play.model));
	REQUIRE(play.model);
	menu_input_cut(&input, data, config_len);
	if (menu_input_load(&input, &config, arena, ARENA_LEN, "m") == 0) {
		/* Hashing takes long, and has a target of its own. */
		for (i = 0; i + 1 < config_len; i++)
			if (data[i] == '$' && data[i + 1] >= '1' &&
			    data[i + 1] <= '6')
				break;
		if (i + 1 >= config_len) {
			took(&play, model_start(play.model, &config, &facts, 0,
						play.now_ms));
			for (i = config_len + 1; i < len; i++)
				do_byte(&play, data[i]);
			check_countdown(&play);
			check_escape(&play);
		}
	}
	free(play.model);
	free(arena);
	return 0;
}
