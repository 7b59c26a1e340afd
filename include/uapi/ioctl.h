/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands of ioctl(2) that concern many kinds of files, with Linux's values.
 */
#ifndef UAPI_IOCTL_H
#define UAPI_IOCTL_H

/* How many bytes the next read can have: int. */
#define FIONREAD 0x541b

/* O_NONBLOCK, O_ASYNC: from an int. */
#define FIONBIO	 0x5421
#define FIOASYNC 0x5452

/* FD_CLOEXEC, of the descriptor. */
#define FIONCLEX 0x5450
#define FIOCLEX	 0x5451

/* Of terminals: ioctl_tty(2). */
#define TCGETS	   0x5401
#define TCSETS	   0x5402
#define TCSETSW	   0x5403
#define TCSETSF	   0x5404
#define TCGETA	   0x5405
#define TCSETA	   0x5406
#define TCSETAW	   0x5407
#define TCSETAF	   0x5408
#define TCSBRK	   0x5409
#define TCXONC	   0x540a
#define TCFLSH	   0x540b
#define TIOCEXCL   0x540c
#define TIOCNXCL   0x540d
#define TIOCSCTTY  0x540e
#define TIOCGPGRP  0x540f
#define TIOCSPGRP  0x5410
#define TIOCOUTQ   0x5411
#define TIOCSTI	   0x5412
#define TIOCGWINSZ 0x5413
#define TIOCSWINSZ 0x5414
#define TIOCMGET   0x5415
#define TIOCMBIS   0x5416
#define TIOCMBIC   0x5417
#define TIOCMSET   0x5418
#define TIOCNOTTY  0x5422
#define TIOCSETD   0x5423
#define TIOCGETD   0x5424
#define TCSBRKP	   0x5425
#define TIOCGSID   0x5429
#define TCGETS2	   0x802c542a
#define TCSETS2	   0x402c542b
#define TCSETSW2   0x402c542c
#define TCSETSF2   0x402c542d
#define TIOCGDEV   0x80045432
#define TIOCGEXCL  0x80045440

#endif
