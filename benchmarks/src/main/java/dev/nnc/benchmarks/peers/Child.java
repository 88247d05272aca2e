package dev.nnc.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A contestant in a process of its own. */
final class Child implements AutoCloseable {
  private final Setup setup;
  private final Process process;
  private final Path log;
  private final BufferedReader replies;
  private final Writer commands;

  /** Starts the process and waits until it is ready. */
  Child(Setup setup, Line line) throws IOException {
    this.setup = setup;
    log = Files.createTempFile("nnc-peers", ".log");
    process = setup.process(line).redirectError(log.toFile()).start();
    replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    reply("start");
  }

  /** How it was started. */
  Setup setup() {
    return setup;
  }

  /** What it computes. */
  Answer answer() throws IOException {
    Path file = Files.createTempFile("nnc-peers", ".answer");
    try {
      ask("answer " + file);
      return Answer.read(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Warms it up. */
  double warmUp() throws IOException {
    return Double.parseDouble(ask("warm"));
  }

  /** Measures nanoseconds a run for a time. */
  double round(long millis) throws IOException {
    return Double.parseDouble(ask("round " + TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private String ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return reply(command);
  }

  private String reply(String command) throws IOException {
    for (String text = replies.readLine(); text != null; text = replies.readLine()) {
      if (text.startsWith(Worker.MARK)) {
        return text.substring(Worker.MARK.length());
      }
    }
    throw new IOException(setup.title() + " ended at " + command + ":\n" + Files.readString(log));
  }

  /** Ends the process. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }
}
