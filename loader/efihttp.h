/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Protocols of the UEFI specification (2.10) that gnu-efi does not declare:
 * HTTP (section 29.6) and the IPv4 configuration II (section 28.5).
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_EFIHTTP_H
#define LOADER_EFIHTTP_H

#include "firmware.h"

#define HTTP_SERVICE_GUID                                                      \
	{                                                                      \
		0xbdc8e6af, 0xd9bc, 0x4379,                                    \
		{                                                              \
			0xa7, 0x2a, 0xe0, 0xc4, 0xe7, 0x5d, 0xae, 0x1c         \
		}                                                              \
	}
#define HTTP_GUID                                                              \
	{                                                                      \
		0x7a59b29b, 0x910b, 0x4171,                                    \
		{                                                              \
			0x82, 0x42, 0xa8, 0x5a, 0x0d, 0xf2, 0x5b, 0x5b         \
		}                                                              \
	}
#define IP4_CONFIG2_GUID                                                       \
	{                                                                      \
		0x5b446ed1, 0xe30b, 0x4faa,                                    \
		{                                                              \
			0x87, 0x1a, 0x36, 0x54, 0xec, 0xa3, 0x60, 0x80         \
		}                                                              \
	}

/* Section 11.6. */
typedef struct service service_t;
struct service {
	EFI_STATUS(EFIAPI *create_child)
	(service_t *this, EFI_HANDLE *child);
	EFI_STATUS(EFIAPI *destroy_child)(service_t *this, EFI_HANDLE child);
};

#define HTTP_VERSION_11 1
#define HTTP_GET 0
/* EFI_HTTP_STATUS_CODE is a number of its own for each status. */
#define HTTP_STATUS_200 3
#define HTTP_STATUS_206 9
#define HTTP_STATUS_404 21
#define HTTP_STATUS_410 27
#define HTTP_ERROR EFIERR(35) /* appendix D: the server's status tells */

struct http_ipv4 { /* EFI_HTTPv4_ACCESS_POINT */
	BOOLEAN use_default;
	uint8_t address[4];
	uint8_t netmask[4];
	uint16_t port;
};

struct http_config { /* EFI_HTTP_CONFIG_DATA */
	uint32_t version;
	uint32_t timeout_ms;
	BOOLEAN is_ipv6;
	const struct http_ipv4 *ipv4;
};

struct http_request { /* EFI_HTTP_REQUEST_DATA */
	uint32_t method;
	const CHAR16 *url;
};

struct http_header { /* EFI_HTTP_HEADER */
	const char *name;
	const char *value;
};

struct http_message { /* EFI_HTTP_MESSAGE */
	union {
		const struct http_request *request;
		uint32_t *status; /* EFI_HTTP_RESPONSE_DATA */
	};
	UINTN header_count;
	struct http_header *headers;
	UINTN body_len;
	void *body;
};

struct http_token { /* EFI_HTTP_TOKEN */
	EFI_EVENT event;
	EFI_STATUS status;
	struct http_message *message;
};

typedef struct http http_t;
struct http { /* EFI_HTTP_PROTOCOL */
	EFI_STATUS(EFIAPI *get_mode)(http_t *this, struct http_config *config);
	EFI_STATUS(EFIAPI *configure)
	(http_t *this, const struct http_config *config);
	EFI_STATUS(EFIAPI *request)(http_t *this, struct http_token *token);
	EFI_STATUS(EFIAPI *cancel)(http_t *this, struct http_token *token);
	EFI_STATUS(EFIAPI *response)(http_t *this, struct http_token *token);
	EFI_STATUS(EFIAPI *poll)(http_t *this);
};

/* EFI_IP4_CONFIG2_DATA_TYPE */
#define IP4_CONFIG2_GATEWAY 3
#define IP4_CONFIG2_DNS 4

typedef struct ip4_config2 ip4_config2_t;
struct ip4_config2 { /* EFI_IP4_CONFIG2_PROTOCOL, its first two */
	EFI_STATUS(EFIAPI *set)
	(ip4_config2_t *this, uint32_t type, UINTN len, const void *data);
	EFI_STATUS(EFIAPI *get)
	(ip4_config2_t *this, uint32_t type, UINTN *len, void *data);
};

_Static_assert(sizeof(struct http_ipv4) == 12 &&
		   __builtin_offsetof(struct http_ipv4, port) == 10,
	       "EFI_HTTPv4_ACCESS_POINT");
_Static_assert(sizeof(struct http_config) == 12 + 4 + sizeof(void *),
	       "EFI_HTTP_CONFIG_DATA");
_Static_assert(sizeof(struct http_request) == 2 * sizeof(void *),
	       "EFI_HTTP_REQUEST_DATA");
_Static_assert(sizeof(struct http_message) == 5 * sizeof(void *),
	       "EFI_HTTP_MESSAGE");
_Static_assert(sizeof(struct http_token) == 3 * sizeof(void *),
	       "EFI_HTTP_TOKEN");
_Static_assert(sizeof(struct http) == 6 * sizeof(void *), "EFI_HTTP_PROTOCOL");

#endif /* LOADER_EFIHTTP_H */
