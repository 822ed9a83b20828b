/* What the prompt uses of GNU Readline 8, and the few C macros that Swift cannot see. */
#ifndef PRACTICE_CREADLINE_SHIM_H
#define PRACTICE_CREADLINE_SHIM_H

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Readline's headers need stdio.h first: they use FILE without including it everywhere. */
#include <readline/readline.h>
#include <readline/history.h>

/* Standard input and output are macros over globals; assigning them here keeps both out of Swift. */
static inline void practice_use_streams(int output) {
  rl_instream = stdin;
  rl_outstream = output == 2 ? stderr : stdout;
}

/* Text that a C function formatted (a bell, a list's lines) waits in stdio's buffer until this. */
static inline void practice_flush(void) { fflush(NULL); }

static inline void practice_put(const char *text) {
  fputs(text, rl_outstream);
  fflush(rl_outstream);
}

/* Has the terminal hand Ctrl-C over as a key, or make a signal of it, as while something is worked on
   within a line. In C because _POSIX_VDISABLE is a character constant and c_cc an array, which Swift
   sees as a tuple. */
static inline void practice_set_interrupt_key(cc_t key) {
  struct termios mode;
  if (tcgetattr(fileno(rl_instream), &mode) != 0) return;
  mode.c_cc[VINTR] = key;
  tcsetattr(fileno(rl_instream), TCSADRAIN, &mode);
}

static inline void practice_free_interrupt_key(void) { practice_set_interrupt_key(_POSIX_VDISABLE); }

/* SIG_IGN is a cast of a number to a function pointer, which Swift cannot compare. */
static inline int practice_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/* The macros for what rl_getc returns at the end of input: READERR while Readline awaits a command's
   key, EOF in the middle of one. */
static inline int practice_end_of_input(void) {
  return RL_ISSTATE(RL_STATE_READCMD) ? READERR : EOF;
}

/* Whether Readline is acting on a signal (RL_ISSTATE is a macro with an argument). */
static inline int practice_is_in_signal(void) { return RL_ISSTATE(RL_STATE_SIGHANDLER) != 0; }

#endif
