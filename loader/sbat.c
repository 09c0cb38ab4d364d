/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SBAT: what shim and others look for in a program that is signed.
 *
 * Runs in: UEFI.
 */
static const char sbat[] __attribute__((section(".sbat"), used)) =
    "sbat,1,SBAT Version,sbat,1,"
    "https://github.com/rhboot/shim/blob/main/SBAT.md\n"
    "netchain,1,netchain,netchain,1,https://netchain.example/\n";
