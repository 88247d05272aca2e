/**
 * Maven goals around the compiler: an adapter. What a goal does is a {@link dev.nnc.maven.Task}
 * over the files of a {@link dev.nnc.maven.SourceTree}; {@link dev.nnc.maven.Build} runs it for
 * those that changed and keeps a {@link dev.nnc.maven.Ledger} of what came out.
 */
package dev.nnc.maven;
