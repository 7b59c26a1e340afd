/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Terminals as programs see them: termios(3), ioctl_tty(2). Numbers are those
 * of Linux on x86_64.
 */
#ifndef UAPI_TERMIOS_H
#define UAPI_TERMIOS_H

enum {
	NCCS = 19
};

struct termios {
	unsigned int c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCCS];
};

/* With any speed, in bits a second: TCGETS2. */
struct termios2 {
	unsigned int c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCCS];
	unsigned int c_ispeed, c_ospeed;
};

enum {
	NCC = 8
};

/* System V's: TCGETA. */
struct termio {
	unsigned short c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCC];
};

struct winsize {
	unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

/* Places in c_cc; a character of 0 (_POSIX_VDISABLE) is none. */
enum {
	VINTR = 0,
	VQUIT = 1,
	VERASE = 2,
	VKILL = 3,
	VEOF = 4,
	VTIME = 5,
	VMIN = 6,
	VSWTC = 7,
	VSTART = 8,
	VSTOP = 9,
	VSUSP = 10,
	VEOL = 11,
	VREPRINT = 12,
	VDISCARD = 13,
	VWERASE = 14,
	VLNEXT = 15,
	VEOL2 = 16,
};

/* c_iflag */
enum {
	IGNBRK = 0000001,
	BRKINT = 0000002,
	IGNPAR = 0000004,
	PARMRK = 0000010,
	INPCK = 0000020,
	ISTRIP = 0000040,
	INLCR = 0000100,
	IGNCR = 0000200,
	ICRNL = 0000400,
	IUCLC = 0001000,
	IXON = 0002000,
	IXANY = 0004000,
	IXOFF = 0010000,
	IMAXBEL = 0020000,
	IUTF8 = 0040000,
};

/* c_oflag */
enum {
	OPOST = 0000001,
	OLCUC = 0000002,
	ONLCR = 0000004,
	OCRNL = 0000010,
	ONOCR = 0000020,
	ONLRET = 0000040,
	OFILL = 0000100,
	OFDEL = 0000200,
	TABDLY = 0014000,
	XTABS = 0014000,
};

/* c_cflag */
enum {
	CBAUD = 0010017,
	B0 = 0000000,
	B50 = 0000001,
	B75 = 0000002,
	B110 = 0000003,
	B134 = 0000004,
	B150 = 0000005,
	B200 = 0000006,
	B300 = 0000007,
	B600 = 0000010,
	B1200 = 0000011,
	B1800 = 0000012,
	B2400 = 0000013,
	B4800 = 0000014,
	B9600 = 0000015,
	B19200 = 0000016,
	B38400 = 0000017,
	BOTHER = 0010000, /* c_ospeed says it */
	B57600 = 0010001,
	B115200 = 0010002,
	B230400 = 0010003,
	B460800 = 0010004,
	B500000 = 0010005,
	B576000 = 0010006,
	B921600 = 0010007,
	B1000000 = 0010010,
	B1152000 = 0010011,
	B1500000 = 0010012,
	B2000000 = 0010013,
	B2500000 = 0010014,
	B3000000 = 0010015,
	B3500000 = 0010016,
	B4000000 = 0010017,
	CSIZE = 0000060,
	CS5 = 0000000,
	CS8 = 0000060,
	CSTOPB = 0000100,
	CREAD = 0000200,
	PARENB = 0000400,
	PARODD = 0001000,
	HUPCL = 0002000,
	CLOCAL = 0004000,
};

#define CIBAUD	002003600000U /* the speed of input, as CBAUD << 16 */
#define CRTSCTS 020000000000U

/* c_lflag */
enum {
	ISIG = 0000001,
	ICANON = 0000002,
	ECHO = 0000010,
	ECHOE = 0000020,
	ECHOK = 0000040,
	ECHONL = 0000100,
	NOFLSH = 0000200,
	TOSTOP = 0000400,
	ECHOCTL = 0001000,
	ECHOPRT = 0002000,
	ECHOKE = 0004000,
	FLUSHO = 0010000,
	PENDIN = 0040000,
	IEXTEN = 0100000,
	EXTPROC = 0200000,
};

/* tcflow(3), TCXONC */
enum {
	TCOOFF = 0,
	TCOON = 1,
	TCIOFF = 2,
	TCION = 3,
};

/* tcflush(3), TCFLSH */
enum {
	TCIFLUSH = 0,
	TCOFLUSH = 1,
	TCIOFLUSH = 2,
};

/* Modem lines: TIOCMGET. */
enum {
	TIOCM_DTR = 0x002,
	TIOCM_RTS = 0x004,
	TIOCM_CTS = 0x020,
	TIOCM_CAR = 0x040,
	TIOCM_RNG = 0x080,
	TIOCM_DSR = 0x100,
};

#endif
