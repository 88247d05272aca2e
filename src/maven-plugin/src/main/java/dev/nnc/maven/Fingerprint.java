package dev.nnc.maven;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of everything that a result depends on. */
final class Fingerprint {
  private final MessageDigest digest = sha256();

  /** Adds a text. */
  Fingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes, and how many they are, so that parts cannot run together. */
  Fingerprint add(byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
    return this;
  }

  /** The hash of all that was added. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of some bytes. */
  static String of(byte[] bytes) {
    return new Fingerprint().add(bytes).hex();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
