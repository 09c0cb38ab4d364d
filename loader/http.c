/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files by the firmware's own HTTP.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "chunked.h"
#include "devpath.h"
#include "dhcp.h"
#include "efihttp.h"
#include "files.h"
#include "http.h"
#include "paths.h"
#include "uefierror.h"

#define TIMEOUT_MS 10000
#define TICKS_PER_MS 10000 /* of SetTimer(): 100 ns */
#define URL_LEN 2100	   /* rungs.c's longest, and a '/' */
#define HOST_LEN 256
#define BODY_LEN 16384
#define NOT_KNOWN UINT32_MAX

/* One request, and what comes of it. */
struct exchange {
	http_t *http;
	EFI_TCP4 *tcp; /* below it; NULL: not known */
	EFI_EVENT timer;
	struct http_token token;
	struct http_message message;
	uint32_t status;
	uint32_t len; /* the body's, or NOT_KNOWN */
	int is_chunked;
	struct chunked chunked;
};

int http_cut(struct span url, struct span *ret_server, struct span *ret_path)
{
	size_t end = 0;

	while (end < url.len && url.text[end] != ':' && url.text[end] != '/')
		end++;
	if (!end || url.len - end < 3 || memcmp(url.text + end, "://", 3) != 0)
		return 0;
	for (end += 3; end < url.len; end++)
		if (url.text[end] == '/' || url.text[end] == '?')
			break;
	ret_server->text = url.text;
	ret_server->len = end;
	ret_path->text = url.text + end;
	ret_path->len = url.len - end;
	return 1;
}

int http_is_url(const char *name)
{
	const struct span url = {name, strlen(name)};
	struct span server;
	struct span path;

	return http_cut(url, &server, &path);
}

/* With the port. */
static struct span host_and_port(struct span url)
{
	struct span server = {"", 0};
	struct span path;

	if (http_cut(url, &server, &path))
		while (!span_skip(&server, "://")) {
			server.text++;
			server.len--;
		}
	return server;
}

struct span http_host(struct span url)
{
	struct span rest = host_and_port(url);
	struct span host;

	span_cut(&rest, ':', &host);
	return host;
}

/* The NIC that we came by, as far as the firmware has HTTP on it. */
static service_t *find_service(EFI_HANDLE *ret_nic, int *ret_rc)
{
	static EFI_GUID guid = HTTP_SERVICE_GUID;
	const path_t *path =
	    self_image ? path_of(self_image->DeviceHandle) : NULL;
	EFI_DEVICE_PATH *rest = (EFI_DEVICE_PATH *)path;
	const uint8_t *mac;

	*ret_rc = ERR_UEFI_REPORT;
	if (!path || !devpath_mac(path, path_len(path), &mac))
		return NULL;
	*ret_rc = ERR_HTTP_NONE;
	if (EFI_ERROR(bs->LocateDevicePath(&guid, &rest, ret_nic)))
		return NULL;
	return firmware_protocol(*ret_nic, &guid);
}

/* What DHCP said: our address; its value there, or NULL. */
static const uint8_t *dhcp_address(uint8_t option, size_t *ret_len)
{
	struct span value;

	if (files_dhcp_option(option, &value) || value.len < 4)
		return NULL;
	*ret_len = value.len;
	return (const uint8_t *)value.text;
}

static void find_address(struct http_ipv4 *ipv4)
{
	size_t len;
	const uint8_t *packet = files_dhcp_ack(&len);
	const uint8_t *netmask = dhcp_address(DHCP_NETMASK, &len);

	memset(ipv4, 0, sizeof(*ipv4));
	ipv4->use_default = !packet || !netmask;
	if (ipv4->use_default)
		return;
	memcpy(ipv4->address, packet + DHCP_YIADDR, 4);
	memcpy(ipv4->netmask, netmask, 4);
}

/* Is the server known by its address, and in our network? */
static int is_near(const struct http_ipv4 *ipv4, struct span url)
{
	uint8_t server[4];
	unsigned int i;

	if (!text_ipv4(http_host(url), server))
		return 0;
	for (i = 0; i < 4; i++)
		if ((server[i] ^ ipv4->address[i]) & ipv4->netmask[i])
			return 0;
	return 1;
}

/*
 * The firmware's PXE tells its other drivers neither router nor DNS server; its
 * HTTP boot does. Returns whether it is to be taken back.
 */
static int tell(ip4_config2_t *config, uint32_t type, uint8_t option)
{
	UINTN known = 0;
	size_t len = 0;
	const uint8_t *value = dhcp_address(option, &len);

	return value &&
	       config->get(config, type, &known, NULL) == EFI_NOT_FOUND &&
	       !EFI_ERROR(config->set(config, type, len / 4 * 4, value));
}

/* Signalled, or the time is over. */
static EFI_STATUS wait(struct exchange *exchange, EFI_STATUS status)
{
	struct http_token *token = &exchange->token;

	if (EFI_ERROR(status))
		return token->status == HTTP_ERROR ? HTTP_ERROR : status;
	bs->SetTimer(exchange->timer, TimerRelative,
		     (UINT64)TIMEOUT_MS * TICKS_PER_MS);
	while (bs->CheckEvent(token->event) == EFI_NOT_READY) {
		if (bs->CheckEvent(exchange->timer) != EFI_NOT_READY) {
			exchange->http->cancel(exchange->http, token);
			return EFI_TIMEOUT;
		}
		exchange->http->poll(exchange->http);
	}
	return token->status;
}

static void compose(const char *url, CHAR16 wide[URL_LEN], char host[HOST_LEN])
{
	struct span whole = {url, strlen(url)};
	struct span server = whole;
	struct span path;
	size_t used = 0;
	size_t i;

	http_cut(whole, &server, &path);
	for (i = 0; url[i] && used < URL_LEN - 2; i++) {
		/* EDK2 looks for the '/' without an end. */
		if (i == server.len && url[i] != '/')
			wide[used++] = '/';
		wide[used++] = (uint8_t)url[i];
	}
	if (i == server.len)
		wide[used++] = '/';
	wide[used] = 0;
	server = host_and_port(whole);
	text_format(host, HOST_LEN, "%S", &server);
}

static EFI_GUID tcp_guid = EFI_TCP4_PROTOCOL;

static int is_used_by(EFI_HANDLE tcp, EFI_HANDLE child)
{
	EFI_OPEN_PROTOCOL_INFORMATION_ENTRY *users;
	UINTN count;
	int found = 0;

	if (EFI_ERROR(
		bs->OpenProtocolInformation(tcp, &tcp_guid, &users, &count)))
		return 0;
	while (count && !found)
		found = users[--count].ControllerHandle == child;
	firmware_free(users);
	return found;
}

/* What the HTTP on this handle connects with, or NULL. */
static EFI_TCP4 *find_tcp(EFI_HANDLE child)
{
	UINTN count;
	EFI_HANDLE *handles = firmware_handles(&tcp_guid, &count);
	EFI_TCP4 *tcp = NULL;

	while (count && !tcp)
		if (is_used_by(handles[--count], child))
			tcp = firmware_protocol(handles[count], &tcp_guid);
	firmware_free(handles);
	return tcp;
}

static void EFIAPI give_up(EFI_EVENT event, void *context)
{
	EFI_TCP4 *tcp = context;

	(void)event;
	tcp->Configure(tcp, NULL);
}

/*
 * EDK2's Request() does not return before it is connected, and tries that for
 * over a minute; a connection that is taken away below it, it gives up at once.
 */
static EFI_STATUS send(struct exchange *exchange)
{
	EFI_EVENT timer = NULL;
	EFI_STATUS status;

	if (exchange->tcp && !EFI_ERROR(bs->CreateEvent(
				 EVT_TIMER | EVT_NOTIFY_SIGNAL, TPL_CALLBACK,
				 give_up, exchange->tcp, &timer)))
		bs->SetTimer(timer, TimerPeriodic,
			     (UINT64)TIMEOUT_MS * TICKS_PER_MS);
	status = exchange->http->request(exchange->http, &exchange->token);
	if (timer)
		bs->CloseEvent(timer);
	return status;
}

static EFI_STATUS ask(struct exchange *exchange, const char *url)
{
	static CHAR16 wide[URL_LEN];
	static char host[HOST_LEN];
	const struct http_request request = {HTTP_GET, wide};
	struct http_header headers[] = {
	    {"Host", host},
	    {"User-Agent", "netchain"},
	};
	struct http_message *message = &exchange->message;

	compose(url, wide, host);
	memset(message, 0, sizeof(*message));
	message->request = &request;
	message->header_count = sizeof(headers) / sizeof(headers[0]);
	message->headers = headers;
	return wait(exchange, send(exchange));
}

static void take_header(struct exchange *exchange,
			const struct http_header *header)
{
	struct span name = {header->name, strlen(header->name)};
	struct span value = {header->value, strlen(header->value)};

	if (span_skip_any_case(&name, "content-length") && !name.len)
		span_number(&value, 10, NOT_KNOWN - 1, &exchange->len);
	if (span_skip_any_case(&name, "transfer-encoding") && !name.len)
		exchange->is_chunked = span_skip_any_case(&value, "chunked");
}

/* The answer up to its body. */
static EFI_STATUS take_head(struct exchange *exchange)
{
	struct http_message *message = &exchange->message;
	EFI_STATUS status;
	UINTN i;

	memset(message, 0, sizeof(*message));
	message->status = &exchange->status;
	exchange->len = NOT_KNOWN;
	status = wait(exchange, exchange->http->response(exchange->http,
							 &exchange->token));
	if (EFI_ERROR(status)) /* the headers' memory is the firmware's then */
		return status;
	for (i = 0; i < message->header_count; i++) {
		take_header(exchange, &message->headers[i]);
		firmware_free((void *)message->headers[i].name);
		firmware_free((void *)message->headers[i].value);
	}
	firmware_free(message->headers);
	return status;
}

static int is_whole(const struct exchange *exchange, size_t len)
{
	return exchange->is_chunked ? exchange->chunked.state >= CHUNKED_END
				    : len >= exchange->len;
}

/* A body that says nothing of its end ends with the connection. */
static int take_body(struct exchange *exchange, struct sink *sink)
{
	static uint8_t body[BODY_LEN];
	struct http_message *message = &exchange->message;
	size_t offset = 0;

	if (exchange->len != NOT_KNOWN && !exchange->is_chunked &&
	    !sink_take(sink, NULL, 0, exchange->len))
		return ERR_FILE_READ;
	while (!is_whole(exchange, offset) &&
	       (sink->grows || sink->len < sink->max)) {
		memset(message, 0, sizeof(*message));
		message->body = body;
		message->body_len = sizeof(body);
		if (EFI_ERROR(wait(exchange,
				   exchange->http->response(
				       exchange->http, &exchange->token))) ||
		    !message->body_len) {
			if (exchange->is_chunked || exchange->len != NOT_KNOWN)
				return ERR_FILE_READ;
			break;
		}
		if (exchange->is_chunked)
			message->body_len = chunked_take(
			    &exchange->chunked, body, message->body_len);
		if (message->body_len &&
		    !sink_take(sink, body, message->body_len, offset))
			return ERR_FILE_READ;
		offset += message->body_len;
	}
	return exchange->chunked.state == CHUNKED_DAMAGED ? ERR_FILE_READ : 0;
}

static int no_answer(const char *url)
{
	const struct span whole = {url, strlen(url)};
	uint8_t ip[4];

	return text_ipv4(http_host(whole), ip) ? ERR_HTTP_SERVER
					       : ERR_HTTP_NAME;
}

static int run(struct exchange *exchange, const char *url, struct sink *sink)
{
	EFI_STATUS status = ask(exchange, url);

	if (status == EFI_NO_MAPPING)
		return ERR_HTTP_ADDRESS;
	if (EFI_ERROR(status))
		return no_answer(url);
	status = take_head(exchange);
	if (status == EFI_TIMEOUT)
		return no_answer(url);
	if (EFI_ERROR(status) && status != HTTP_ERROR)
		return ERR_FILE_READ;
	if (exchange->status == HTTP_STATUS_404 ||
	    exchange->status == HTTP_STATUS_410)
		return ERR_FILE_NONE;
	if (exchange->status < HTTP_STATUS_200 ||
	    exchange->status > HTTP_STATUS_206)
		return ERR_HTTP_STATUS;
	return sink->grows || sink->max ? take_body(exchange, sink) : 0;
}

/* With our addresses known to the firmware. */
static int run_on(service_t *service, const char *url,
		  const struct http_ipv4 *ipv4, struct sink *sink)
{
	static EFI_GUID guid = HTTP_GUID;
	const struct http_config config = {HTTP_VERSION_11, TIMEOUT_MS, FALSE,
					   ipv4};
	struct exchange exchange = {0};
	EFI_HANDLE child = NULL;
	int rc = ERR_HTTP_NONE;

	if (EFI_ERROR(service->create_child(service, &child)))
		return rc;
	exchange.http = firmware_protocol(child, &guid);
	if (exchange.http &&
	    !EFI_ERROR(
		bs->CreateEvent(0, 0, NULL, NULL, &exchange.token.event)) &&
	    !EFI_ERROR(
		bs->CreateEvent(EVT_TIMER, 0, NULL, NULL, &exchange.timer))) {
		rc = ERR_HTTP_ADDRESS;
		exchange.token.message = &exchange.message;
		if (!EFI_ERROR(
			exchange.http->configure(exchange.http, &config))) {
			exchange.tcp = find_tcp(child);
			rc = run(&exchange, url, sink);
		}
	}
	service->destroy_child(service, child);
	if (exchange.token.event)
		bs->CloseEvent(exchange.token.event);
	if (exchange.timer)
		bs->CloseEvent(exchange.timer);
	return rc;
}

int http_fetch(const char *url, struct sink *sink)
{
	static EFI_GUID guid = IP4_CONFIG2_GUID;
	const struct span whole = {url, strlen(url)};
	struct span scheme = whole;
	ip4_config2_t *config = NULL;
	struct http_ipv4 ipv4;
	EFI_HANDLE nic;
	int rc;
	service_t *service = find_service(&nic, &rc);
	int has_router = 0;
	int has_dns = 0;

	if (!span_skip_any_case(&scheme, "http://"))
		return ERR_HTTP_SCHEME;
	if (!service)
		return rc;
	find_address(&ipv4);
	if (!ipv4.use_default && !is_near(&ipv4, whole))
		config = firmware_protocol(nic, &guid);
	if (config) {
		has_router = tell(config, IP4_CONFIG2_GATEWAY, DHCP_ROUTER);
		has_dns = tell(config, IP4_CONFIG2_DNS, DHCP_DNS);
	}
	rc = run_on(service, url, &ipv4, sink);
	if (has_router)
		config->set(config, IP4_CONFIG2_GATEWAY, 0, NULL);
	if (has_dns)
		config->set(config, IP4_CONFIG2_DNS, 0, NULL);
	return rc;
}
