; SPDX-License-Identifier: GPL-2.0-only
;
; The only instructions of the kernel that access user memory. <exo/uaccess.h>
; has checked that the range is a user's; whether anything is there shows a
; fault, after which user_trap.c goes on at the place that EXCEPTION names, if it
; could not provide what was missing.
;
; Where there is SMAP (Intel SDM vol. 3, 4.6) user memory is closed to the
; kernel but between STAC and CLAC, which user_copy_smap.c puts in place of the no-ops
; here. Interrupts may come in between: entry.asm closes, and IRET opens again.
;
; Words are moved by the string instructions of 8 bytes, as in lib/string.c. Who
; faults goes on byte by byte, so that all is moved that can be, and the count
; of what is left is exact.

%include "generated/autoconf.inc"
%include "generated/asm-offsets.inc"

global stac_places
global stac_places_end
global clac_places
global clac_places_end

section .rodata.stac align=8
stac_places:
section .rodata.clac align=8
clac_places:

%macro NOOP 1
%%place:
	db 0x0f, 0x1f, 0x00		; nop dword [rax]
	section .rodata.%1
	dq %%place
	section .text
%endmacro
%define STAC NOOP stac
%define CLAC NOOP clac

; The instruction that follows may fault; go on at %1 then. In ascending order.
%macro EXCEPTION 1
%%place:
	section .exception_table align=8
	dq %%place, %1
	section .text
%endmacro

section .text

; size_t user_copy_raw(void *to /* rdi */, const void *from /* rsi */,
;		       size_t size /* rdx */)
; How many bytes could not be copied, 0 mostly.
global user_copy_raw
align 16
user_copy_raw:
	STAC
	cmp rdx, 8
	jb .below_8
	cmp rdx, 32
	ja .large
	cmp edx, 16
	ja .above_16
	EXCEPTION .bytes
	mov rax, [rsi]
	EXCEPTION .bytes
	mov rcx, [rsi + rdx - 8]
	EXCEPTION .bytes
	mov [rdi], rax
	EXCEPTION .bytes
	mov [rdi + rdx - 8], rcx
.done:
	CLAC
	xor eax, eax
	ret
.below_8:
	cmp edx, 1
	jne .not_one
	EXCEPTION .bytes
	movzx eax, byte [rsi]
	EXCEPTION .bytes
	mov [rdi], al
	CLAC
	xor eax, eax
	ret
.not_one:
	cmp edx, 4
	jb .bytes			; 0 too
	EXCEPTION .bytes
	mov eax, [rsi]
	EXCEPTION .bytes
	mov ecx, [rsi + rdx - 4]
	EXCEPTION .bytes
	mov [rdi], eax
	EXCEPTION .bytes
	mov [rdi + rdx - 4], ecx
	jmp .done
.above_16:
	EXCEPTION .bytes
	mov rax, [rsi]
	EXCEPTION .bytes
	mov rcx, [rsi + 8]
	EXCEPTION .bytes
	mov r8, [rsi + rdx - 16]
	EXCEPTION .bytes
	mov r9, [rsi + rdx - 8]
	EXCEPTION .bytes
	mov [rdi], rax
	EXCEPTION .bytes
	mov [rdi + 8], rcx
	EXCEPTION .bytes
	mov [rdi + rdx - 16], r8
	EXCEPTION .bytes
	mov [rdi + rdx - 8], r9
	jmp .done

.large:
	EXCEPTION .bytes
	mov rax, [rsi + rdx - 8]	; the odd bytes, with some before
	lea r8, [rdi + rdx - 8]
	mov rcx, rdx
	shr rcx, 3
	EXCEPTION .rest
	rep movsq
	EXCEPTION .rest
	mov [r8], rax
	CLAC
	xor eax, eax
	ret
.rest:
	lea rdx, [r8 + 8]
	sub rdx, rdi
.bytes:
	mov rcx, rdx
	EXCEPTION .left
	rep movsb
.left:
	CLAC
	mov rax, rcx
	ret

; size_t user_zero_raw(void *to /* rdi */, size_t size /* rsi */)
; How many bytes could not be zeroed.
global user_zero_raw
align 16
user_zero_raw:
	STAC
	xor eax, eax
	lea rdx, [rdi + rsi]		; the end
	mov rcx, rsi
	shr rcx, 3
	EXCEPTION .rest
	rep stosq
.rest:
	mov rcx, rdx
	sub rcx, rdi
	EXCEPTION .left
	rep stosb
.left:
	CLAC
	mov rax, rcx
	ret

; ssize_t user_string_raw(char *to /* rdi */, const char *from /* rsi */,
;			  size_t size /* rdx */)
; The length of a string of less than @size bytes, copied with its NUL;
; -ENAMETOOLONG, -EFAULT. Looks for the NUL in words: one with a zero byte, and no
; other, has a bit set in (word - 0x01..01) & ~word & 0x80..80, the lowest at the
; first zero byte. What lies behind the NUL in its word is copied too.
global user_string_raw
align 16
user_string_raw:
	STAC
	lea r9, [rdi + rdx - 8]		; where the buffer's last word begins
	mov r8, rdi
	sub rsi, rdi			; from here on an offset
	mov r10, -0x0101010101010101
	mov r11, 0x8080808080808080
.word:
	cmp rdi, r9
	ja .byte
	EXCEPTION .byte
	mov rax, [rsi + rdi]
	mov [rdi], rax
	lea rcx, [rax + r10]
	not rax
	and rcx, rax
	add rdi, 8
	and rcx, r11
	jz .word
	bsf rcx, rcx
	shr ecx, 3
	lea rdi, [rdi + rcx - 8]
.end:
	mov rax, rdi
	sub rax, r8
	CLAC
	ret
.byte:
	mov rax, -ENAMETOOLONG
	lea rcx, [rdi - 8]
	cmp rcx, r9
	jae .failed
	EXCEPTION .fault
	movzx eax, byte [rsi + rdi]
	mov [rdi], al
	test al, al
	jz .end
	inc rdi
	jmp .byte
.fault:
	mov rax, -EFAULT
.failed:
	CLAC
	ret

; struct user_word user_get_%1(const void *from /* rdi */)
; The value in rax, 0 or -EFAULT in rdx.
%macro USER_GET 2+
global user_get_%1
align 16
user_get_%1:
	STAC
	EXCEPTION .fault
	%2
	xor edx, edx
	CLAC
	ret
.fault:
	xor eax, eax
	mov rdx, -EFAULT
	CLAC
	ret
%endmacro
USER_GET 1, movzx eax, byte [rdi]
USER_GET 2, movzx eax, word [rdi]
USER_GET 4, mov eax, [rdi]
USER_GET 8, mov rax, [rdi]

; struct user_word user_compare_swap_4(void *at /* rdi */, u64 old /* rsi */,
;				       u64 new /* rdx */)
; What was there in rax, 0 or -EFAULT in rdx.
global user_compare_swap_4
align 16
user_compare_swap_4:
	STAC
	mov eax, esi
	EXCEPTION .fault
	lock cmpxchg [rdi], edx
	xor edx, edx
	CLAC
	ret
.fault:
	xor eax, eax
	mov rdx, -EFAULT
	CLAC
	ret

; int user_put_N(void *to /* rdi */, u64 value /* rsi */)
; 0 or -EFAULT.
%macro USER_FAULTING 2+
global %1
align 16
%1:
	xor eax, eax
	STAC
	EXCEPTION .fault
	%2
	CLAC
	ret
.fault:
	mov eax, -EFAULT
	CLAC
	ret
%endmacro
USER_FAULTING user_put_1, mov [rdi], sil
USER_FAULTING user_put_2, mov [rdi], si
USER_FAULTING user_put_4, mov [rdi], esi
USER_FAULTING user_put_8, mov [rdi], rsi

; int user_touch_to_write(void *at /* rdi */)
; Write a byte back as it is, in one step, lest another thread's be lost. 0 or
; -EFAULT.
USER_FAULTING user_touch_to_write, lock or byte [rdi], 0

%ifdef CONFIG_PROCESS
; edx:eax, which XSAVE and its like take, is all of @layout (rsi).
%macro COMPONENTS 0
	mov rax, [rsi + FPU_LAYOUT_COMPONENTS]
	mov rdx, rax
	shr rdx, 32
%endmacro

; int user_xsave(void *to /* rdi */, const struct fpu_layout *layout /* rsi */)
; 0 or -EFAULT. Of the header XSAVE changes the first word only, and of that just
; the bits it is given. What software adds follows, <uapi/ucontext.h>.
global user_xsave
align 16
user_xsave:
	COMPONENTS
	STAC
%assign word 0
%rep 8
	EXCEPTION .fault
	mov qword [rdi + FXSAVE_SIZE + word * 8], 0
%assign word word + 1
%endrep
	EXCEPTION .fault
	xsave64 [rdi]
%assign word 0
%rep FPSTATE_SOFTWARE_WORDS
	mov rcx, [rsi + FPU_LAYOUT_SOFTWARE + word * 8]
	EXCEPTION .fault
	mov [rdi + FPSTATE_SOFTWARE + word * 8], rcx
%assign word word + 1
%endrep
	mov rcx, [rsi + FPU_LAYOUT_SIZE]
	EXCEPTION .fault
	mov dword [rdi + rcx], FP_XSTATE_MAGIC2
	CLAC
	xor eax, eax
	ret
.fault:
	CLAC
	mov eax, -EFAULT
	ret

; int user_xrstor(const void *from /* rdi */,
;		  const struct fpu_layout *layout /* rsi */)
; 0; -EINVAL when it is not of this layout; or -EFAULT, and then the registers are
; anything. What is wrong with the bytes is a general protection fault at
; user_xrstor_at.
global user_xrstor
global user_xrstor_at
align 16
user_xrstor:
	COMPONENTS
	STAC
%assign word 0
%rep 2					; to the components
	EXCEPTION user_xrstor_fault
	mov rcx, [rdi + FPSTATE_SOFTWARE + word * 8]
	cmp rcx, [rsi + FPU_LAYOUT_SOFTWARE + word * 8]
	jne user_xrstor.other
%assign word word + 1
%endrep
	mov rcx, [rsi + FPU_LAYOUT_SIZE]
	EXCEPTION user_xrstor_fault
	cmp dword [rdi + rcx], FP_XSTATE_MAGIC2
	jne user_xrstor.other
	EXCEPTION user_xrstor_fault
user_xrstor_at:
	xrstor64 [rdi]
	CLAC
	xor eax, eax
	ret
user_xrstor.other:
	CLAC
	mov eax, -EINVAL
	ret
user_xrstor_fault:
	CLAC
	mov eax, -EFAULT
	ret
%endif

section .rodata.stac
stac_places_end:
section .rodata.clac
clac_places_end:
