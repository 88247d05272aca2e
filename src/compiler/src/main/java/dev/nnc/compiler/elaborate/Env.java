package dev.nnc.compiler.elaborate;

/**
 * Where an expression is evaluated.
 *
 * @param scope the names it sees
 * @param ranges the indices that the formula around it binds, or null outside of any
 */
record Env(Scope scope, Ranges ranges) {
  Env within(Scope inner) {
    return new Env(inner, ranges);
  }
}
