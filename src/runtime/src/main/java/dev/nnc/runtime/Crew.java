package dev.nnc.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that share the work of a routine. All of them run the routine, each over its share of
 * a frame; they meet wherever one needs what another has computed. Which thread computes what does
 * not change a bit of it.
 *
 * <p>There is one crew of a size, of daemon threads. The thread that runs a routine is one of it;
 * if another has the crew already, it works alone. Threads that wait spin for a while, then give
 * way to others, so that two of them that share a processor both get on until they are parted, and
 * sleep in the end.
 */
final class Crew {
  /** Less work than this, in multiplications, is over before a second thread has begun. */
  private static final long LEAST = 200_000;

  private static final int SPINS = 2_000;
  private static final int YIELDS = 4_000;
  private static final long NAP_NANOS = 50_000;

  private static final Map<Integer, Crew> CREWS = new ConcurrentHashMap<>();

  private final ReentrantLock taken = new ReentrantLock();
  private final int size;
  private final Member[] members;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private volatile int meetings;
  private final AtomicInteger jobs = new AtomicInteger();
  private volatile Throwable failure;
  private Frame[] shares;

  private Crew(int size) {
    this.size = size;
    members = new Member[size - 1];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(i + 1);
      members[i].start();
    }
  }

  /** Runs the routine of a frame, by several threads where that pays. */
  static void run(Frame frame) {
    long work = frame.routine().work() * frame.batch;
    if (work < LEAST || Threads.count() < 2) {
      frame.routine().run(frame);
      return;
    }
    Pace pace = frame.pace();
    boolean together = pace.together();
    long start = System.nanoTime();
    run(frame, together ? Threads.count() : 1);
    pace.ran(System.nanoTime() - start, Warmup.era());
  }

  /** Runs the routine of a frame by so many threads. */
  static void run(Frame frame, int threads) {
    if (threads < 2 || frame.routine().work() == 0) {
      frame.routine().run(frame);
      return;
    }
    Crew crew = CREWS.computeIfAbsent(threads, Crew::new);
    if (!crew.taken.tryLock()) {
      frame.routine().run(frame);
      return;
    }
    try {
      crew.together(frame);
    } finally {
      crew.taken.unlock();
    }
  }

  /** How many threads there are. */
  int size() {
    return size;
  }

  private void together(Frame frame) {
    shares = frame.shares(this);
    finished.set(0);
    arrived.set(0);
    failure = null;
    jobs.incrementAndGet();
    for (Member member : members) {
      if (member.asleep) {
        LockSupport.unpark(member);
      }
    }
    work(0);
    int turns = 0;
    while (finished.get() < size) {
      turns = pause(turns);
    }
    shares = null;
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work(int part) {
    try {
      Frame share = shares[part];
      share.routine().run(share);
    } catch (RuntimeException | Error e) {
      if (failure == null) {
        failure = e;
      }
    } finally {
      finished.incrementAndGet();
    }
  }

  /** Waits until all threads are here. */
  void meet() {
    int before = meetings;
    if (arrived.incrementAndGet() == size) {
      arrived.set(0);
      meetings = before + 1;
      return;
    }
    int turns = 0;
    while (meetings == before) {
      if (failure != null) {
        throw new IllegalStateException("another thread failed");
      }
      turns = pause(turns);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the thread that is waited for may want this processor
  private static int pause(int turns) {
    if (turns < SPINS) {
      Thread.onSpinWait();
    } else if (turns < SPINS + YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(NAP_NANOS);
    }
    return turns + 1;
  }

  /** A thread that takes its share of each job. */
  private final class Member extends Thread {
    private final int part;
    private volatile boolean asleep;

    Member(int part) {
      super("nnc-" + part);
      this.part = part;
      setDaemon(true);
    }

    @Override
    public void run() {
      int done = 0;
      while (true) {
        int turns = 0;
        while (jobs.get() == done) {
          if (turns < SPINS + YIELDS) {
            turns = pause(turns);
          } else {
            asleep = true;
            if (jobs.get() == done) {
              LockSupport.park(Crew.this);
            }
            asleep = false;
          }
        }
        done++;
        work(part);
      }
    }
  }
}
