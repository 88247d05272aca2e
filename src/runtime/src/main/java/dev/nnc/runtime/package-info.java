/** What generated classes need at run time. Depends on {@code java.base} alone. */
package dev.nnc.runtime;
