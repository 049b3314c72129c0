/* The create protocol of design.md section 6 as src/apply has it, one identity. docs/guarantees.md says what
 * this proves and under which assumptions; run.sh exhausts it and its mutants.
 *
 * RUNS appliers, each a sequence of incarnations (a crash makes the next one, which knows nothing of its
 * own), CRASHES crashes in all, POSTS creates in all. Time: whole units of D. A POST may be committed at any
 * later time or never; an answer may be lost at any time; a PATCH or DELETE lands within D of the listing
 * that decided it, or never. Listings are as of one moment (api::list proves that or fails).
 *
 * Variants: -DIDS_AT_COMMIT (else at start), -DNO_BOUND (pauses without limit), -DPROMPT (no late commits).
 * Mutants, each of which must be caught: see the #ifdefs named M_*.
 */
#ifndef RUNS
#define RUNS 2
#endif
#ifndef CRASHES
#define CRASHES 3
#endif
#ifndef POSTS
#define POSTS 3
#endif
#define OPS 3 /* writes under way at once, those of the dead included */
#define D 1
#define PATIENCE 2 /* 2D */

#define BIT(i) (1 << (i))

/* What the service has. Sets are bit masks of instance ids 0 .. POSTS-1. */
byte unsettled, settled;
byte posts;                /* sent so far */
byte pending;              /* sent, neither committed nor refused: by post number */
byte id_of[POSTS];         /* of a committed post */
byte next_id;              /* -DIDS_AT_COMMIT */
byte committed;            /* posts */

/* Whose instances are whose: by the nonce that an incarnation puts into its POST. */
byte posts_of[RUNS];       /* posts of the present incarnation */
byte mine[RUNS];           /* ids of the present incarnation */

/* Writes under way. */
mtype = { none, patch, remove };
mtype op_kind[OPS];
byte op_ids[OPS], op_age[OPS];
byte op_of[OPS]; /* run + 1 while that run waits for the answer */

/* The runs. */
mtype = { look, posting, search, settle, writing, done };
mtype pc[RUNS];
byte post_of[RUNS];        /* last post of this incarnation */
byte sent[RUNS];           /* posts of this incarnation */
byte seen[RUNS];           /* unsettled ids under watch */
byte watched[RUNS];        /* for so long, up to PATIENCE */
byte target[RUNS];         /* of the PATCH */
bool several[RUNS];        /* the deciding listing showed more than one */

/* Ghosts. */
byte published;            /* ids whose token reached a sink */
byte crashes;
bool settled_before[RUNS]; /* when this incarnation began */

inline lowest(set, result) {
  result = 0;
  do
  :: set & BIT(result) -> break
  :: else -> result++
  od
}

inline finish(r) { /* nothing of it matters any more */
  mine[r] = 0; posts_of[r] = 0; post_of[r] = 0; sent[r] = 0;
  seen[r] = 0; watched[r] = 0; target[r] = 0; several[r] = 0; settled_before[r] = 0;
  pc[r] = done
}

inline forget(r) { /* an incarnation ends: its writes go on without it */
  finish(r);
  k = 0;
  do
  :: k < OPS -> if :: op_of[k] == r + 1 -> op_of[k] = 0 :: else fi; k++
  :: else -> break
  od;
  k = 0
}

inline publish(id) {
  assert((published & ~BIT(id)) == 0); /* never two tokens */
  published = published | BIT(id)
}

/* Hands a write to the network; blocks while OPS of them are under way. */
inline issue(r, kind, ids) {
  k = 0;
  do
  :: op_kind[k] == none -> break
  :: else -> k++
  od;
  op_kind[k] = kind; op_ids[k] = ids; op_age[k] = 0; op_of[k] = r + 1;
  k = 0; pc[r] = writing
}
#define ROOM (op_kind[0] == none || op_kind[1] == none || op_kind[2] == none)

inline send_post(r) {
#ifdef PROMPT
  assert(committed == 0); /* one applier at a time, no late commit: one create */
#endif
  assert(!settled_before[r]); /* a run never creates what it could have found */
  post_of[r] = posts; posts_of[r] = posts_of[r] | BIT(posts); sent[r]++;
  pending = pending | BIT(posts); posts++;
  pc[r] = posting
}

inline commit(p) {
  pending = pending & ~BIT(p); committed = committed | BIT(p);
#ifdef IDS_AT_COMMIT
  id_of[p] = next_id; next_id++;
#else
  id_of[p] = p;
#endif
  unsettled = unsettled | BIT(id_of[p]);
  r2 = 0;
  do
  :: r2 < RUNS ->
     if :: posts_of[r2] & BIT(p) -> mine[r2] = mine[r2] | BIT(id_of[p]) :: else fi;
     r2++
  :: else -> break
  od;
  r2 = 0
}

/* CreateStep: the look-up before a POST, and after an ambiguous answer. */
inline look_up(r) {
  if
  :: settled != 0 && (mine[r] & unsettled) == 0 -> lowest(settled, k); publish(k); k = 0; finish(r)
  :: else ->
     if
     :: (settled | unsettled) != 0 -> pc[r] = settle
     :: else -> if
                :: sent[r] < 2 && posts < POSTS -> send_post(r)
                :: else -> finish(r) /* unknown */
                fi
     fi
  fi
}

/* SettleStep with decide(): one listing and what it decides. Numbers as in settle_rules.hpp. */
inline list_and_decide(r) {
  if
  :: settled != 0 -> /* (1) */
     if
     :: (mine[r] & unsettled) != 0 -> issue(r, remove, mine[r] & unsettled); target[r] = 0
     :: else -> lowest(settled, k); publish(k); k = 0; finish(r)
     fi
  :: else ->
     if
     :: unsettled == 0 -> finish(r) /* vanished */
#ifdef M_TWINS_AT_ONCE
     :: unsettled != 0 && ((unsettled & (unsettled - 1)) == 0 || (unsettled & ~mine[r]) == 0) -> /* (2) (6) */
#else
     :: unsettled != 0 && (unsettled & (unsettled - 1)) == 0 -> /* (2) (6) alone */
#endif
        lowest(unsettled, k); target[r] = k; several[r] = (unsettled != BIT(k)); k = 0;
        issue(r, patch, BIT(target[r]))
     :: else -> /* (4) (5) rivals */
        if
#ifdef M_WATCH_ONCE
        :: seen[r] == 0 -> seen[r] = unsettled; watched[r] = 0
#else
        :: (unsettled & ~seen[r]) != 0 -> seen[r] = unsettled; watched[r] = 0 /* a newcomer: watch anew */
#endif
        :: else ->
           if
#ifndef M_NO_PATIENCE
           :: watched[r] < PATIENCE -> skip
#endif
           :: else ->
              lowest(unsettled, k);
              if
              :: (mine[r] & unsettled) == 0 || (mine[r] & BIT(k)) != 0 ->
                 target[r] = k; several[r] = 1; k = 0; issue(r, patch, BIT(target[r]))
              :: else -> k = 0; issue(r, remove, mine[r] & unsettled); target[r] = 0
              fi
           fi
        fi
     fi
  fi
}

inline after_known(r) { /* the POST is known to be committed */
#ifdef M_TOKEN_FIRST
  publish(id_of[post_of[r]]);
#endif
#ifdef M_NO_LISTING
  target[r] = id_of[post_of[r]]; several[r] = 0; issue(r, patch, BIT(target[r]))
#else
  pc[r] = settle
#endif
}

proctype Run(byte r) {
  byte k = 0;
end:
  do
  :: atomic { pc[r] == look ->
#ifdef M_NO_LOOK_UP
       if :: posts < POSTS -> send_post(r) :: else -> finish(r) fi
#else
       look_up(r)
#endif
     }
  :: atomic { pc[r] == posting && (committed & BIT(post_of[r])) && ROOM -> after_known(r) }
  :: atomic { pc[r] == posting -> pc[r] = search } /* no clear answer */
  :: atomic { pc[r] == search ->
#ifdef M_BLIND_RETRY
       if :: posts < POSTS -> send_post(r) :: else -> look_up(r) fi
#else
       look_up(r)
#endif
     }
  :: atomic { pc[r] == settle && ROOM -> list_and_decide(r) }
  :: atomic { pc[r] == writing -> /* no clear answer: lists again; the write may still land */
       k = 0;
       do
       :: k < OPS -> if :: op_of[k] == r + 1 -> op_of[k] = 0 :: else fi; k++
       :: else -> break
       od;
       k = 0; pc[r] = settle }
  :: atomic { pc[r] != done && crashes < CRASHES ->
       crashes++; forget(r); settled_before[r] = (settled != 0); pc[r] = look }
  :: atomic { pc[r] != done -> forget(r) } /* a time limit: the outcome is unknown */
  od
}

inline answered(n, ok) { /* the run that waits for write n hears of it */
  if
  :: op_of[n] != 0 ->
     r2 = op_of[n] - 1;
     if
     :: ok && op_kind[n] == patch && !several[r2] -> publish(target[r2]); finish(r2)
     :: else -> pc[r2] = settle
     fi;
     r2 = 0
  :: else
  fi;
  op_kind[n] = none; op_ids[n] = 0; op_age[n] = 0; op_of[n] = 0
}

proctype Service() {
  byte p = 0, n = 0, i = 0, r2 = 0;
end:
  do
  :: atomic { pending != 0 -> /* any POST under way is committed, however late, or never */
       if
       :: pending & 1 -> p = 0
       :: pending & 2 -> p = 1
#if POSTS > 2
       :: pending & 4 -> p = 2
#endif
#if POSTS > 3
       :: pending & 8 -> p = 3
#endif
       fi;
       if
       :: commit(p)
       :: pending = pending & ~BIT(p)
       fi;
       p = 0 }
  :: atomic { op_kind[0] != none || op_kind[1] != none || op_kind[2] != none -> /* a write lands, or never will */
       if
       :: op_kind[0] != none -> n = 0
       :: op_kind[1] != none -> n = 1
       :: op_kind[2] != none -> n = 2
       fi;
       if
       :: op_kind[n] == patch ->
          if
          :: unsettled & op_ids[n] ->
             assert(settled == 0); /* never two settled ones */
             settled = settled | op_ids[n]; unsettled = unsettled & ~op_ids[n]; answered(n, 1);
             r2 = 0; /* who watched need not watch any more */
             do
             :: r2 < RUNS -> seen[r2] = 0; watched[r2] = 0; r2++
             :: else -> break
             od;
             r2 = 0
          :: settled & op_ids[n] -> answered(n, 1)
          :: else -> answered(n, 0) /* gone */
          fi
       :: op_kind[n] == remove ->
          lowest(op_ids[n], i);
          assert((published & BIT(i)) == 0); /* a published one is never removed */
          assert((settled & BIT(i)) == 0);
          unsettled = unsettled & ~BIT(i); op_ids[n] = op_ids[n] & ~BIT(i);
          r2 = 0;
          do
          :: r2 < RUNS -> mine[r2] = mine[r2] & ~BIT(i); r2++
          :: else -> break
          od;
          i = 0; r2 = 0;
          if :: op_ids[n] == 0 -> answered(n, 1) :: else fi
       :: answered(n, 0)
       fi;
       n = 0 }
#ifndef NO_BOUND
  :: atomic { (op_kind[0] == none || op_age[0] < D) && (op_kind[1] == none || op_age[1] < D) &&
              (op_kind[2] == none || op_age[2] < D) ->
#else
  :: atomic { true ->
#endif
       /* D passes */
       n = 0;
       do
       :: n < OPS -> if :: op_kind[n] != none && op_age[n] < D -> op_age[n]++ :: else fi; n++
       :: else -> break
       od;
       n = 0;
       do
       :: n < RUNS -> if :: seen[n] != 0 && watched[n] < PATIENCE -> watched[n]++ :: else fi; n++
       :: else -> break
       od;
       n = 0 }
  od
}

/* Quiet: nothing runs, nothing is under way. Then a re-run without faults, and the dedupe of its next plan. */
proctype Quiet() {
  byte r = 0, id = 0;
end:
  atomic { pending == 0 && op_kind[0] == none && op_kind[1] == none && op_kind[2] == none &&
           pc[0] == done && pc[RUNS - 1] == done ->
    if
    :: settled != 0 -> lowest(settled, id); assert(settled == BIT(id))
    :: settled == 0 && unsettled != 0 -> lowest(unsettled, id); unsettled = unsettled & ~BIT(id); settled = BIT(id)
    :: else -> id = POSTS; settled = BIT(id) /* it creates one */
    fi;
    publish(id);
    assert((unsettled & published) == 0); /* the dedupe takes no published one */
    unsettled = 0;
    assert(settled == BIT(id) && published == BIT(id)) }
}

init {
  atomic {
    byte i = 0;
    do
    :: i < OPS -> op_kind[i] = none; i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < RUNS -> pc[i] = look; i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < RUNS -> run Run(i); i++
    :: else -> break
    od;
    run Service(); run Quiet() }
}
