package dev.nnc.cli.terminal;

/**
 * A wish to stop from outside, such as the user's Ctrl-C. A command that has something to save
 * holds the end of the process back until it is saved.
 */
public final class Interrupt {
  /** How long the process waits for a command that holds it, in milliseconds. */
  private static final long PATIENCE = 60_000;

  private boolean requested;
  private int holds;

  /** What a command holds until it has saved everything. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether somebody wants the command to stop. */
  public synchronized boolean requested() {
    return requested;
  }

  /** Asks the command to stop soon. */
  public synchronized void request() {
    requested = true;
  }

  /** From now until the hold is closed, {@link #requestAndWait} waits. */
  public synchronized Hold hold() {
    holds++;
    return this::release;
  }

  private synchronized void release() {
    holds--;
    notifyAll();
  }

  /** Asks the command to stop and waits until nothing holds the process back. */
  public synchronized void requestAndWait() {
    requested = true;
    long end = System.nanoTime() + PATIENCE * 1_000_000;
    try {
      while (holds > 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
