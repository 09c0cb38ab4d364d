int printf(const char*,...);typedef long intptr_t;
#define __unused __attribute__((unused))
#define PLATFORM pcbios
#define FILE_LICENCE(x)
#define FILE_SECBOOT(x)
#define ERRFILE ERRFILE_open
#include <include/errno.h>

int main(void){
printf("%s %08x\n","open EINFO_ENOTSUP",__einfo_errno(EINFO_ENOTSUP));
return 0;}
