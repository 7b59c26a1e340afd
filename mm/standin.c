#include <exo/kmalloc.h>
#include <exo/frame.h>
#include <exo/timer.h>
#include <exo/time.h>
#include <exo/string.h>
#include <exo/panic.h>
#include <exo/preempt.h>
#include <asm/irqflags.h>
static u8 arena[24<<20] __aligned(4096); static size_t used;
struct kmem_cache { size_t size; void *free; };
static struct kmem_cache one[4]; static int nc;
static void *bump(size_t n){ void *p; preempt_disable(); n=ALIGN_UP(n,(size_t)64); p=used+n<=sizeof arena?arena+used:NULL; if(p)used+=n; preempt_enable(); return p;}
struct kmem_cache *kmem_cache_create(const char *n,size_t s,size_t a){(void)n;(void)a;one[nc].size=s;return &one[nc++];}
void *kmem_cache_zalloc(struct kmem_cache*c){void*p; preempt_disable(); p=c->free; if(p)c->free=*(void**)p; else p=bump(c->size); preempt_enable(); if(p)memset(p,0,c->size);return p;}
void kmem_cache_free(struct kmem_cache*c,void*p){preempt_disable();*(void**)p=c->free;c->free=p;preempt_enable();}

void *kmalloc(size_t n){size_t*p=bump(n+16); if(!p)return NULL; p[0]=n; return p+2;}
void *kzalloc(size_t n){void*p=kmalloc(n);if(p)memset(p,0,n);return p;}
void *kcalloc(size_t a,size_t b){return kzalloc(a*b);}
void kfree(void*p){(void)p;}
