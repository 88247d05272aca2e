/**
 * What generated classes need at run time. Depends on {@code java.base} alone.
 *
 * <ul>
 *   <li>Computing: a {@link dev.nnc.runtime.Routine} is compiled code, a {@link
 *       dev.nnc.runtime.Frame} the arrays it runs over; a {@link dev.nnc.runtime.Model} names its
 *       routines, and {@link dev.nnc.runtime.ModelInfo} describes it.
 *   <li>Training: a {@link dev.nnc.runtime.Trainer} takes steps over {@link
 *       dev.nnc.runtime.Examples}, which a {@link dev.nnc.runtime.Table} holds in memory and a
 *       {@link dev.nnc.runtime.Split} divides; {@link dev.nnc.runtime.Fitting} finds the statistics
 *       of standardized columns, {@link dev.nnc.runtime.Evaluation} measures, and a {@link
 *       dev.nnc.runtime.Checkpoint} lets a run go on later.
 *   <li>Using: a {@link dev.nnc.runtime.GeneratedModel} finds its description ({@link
 *       dev.nnc.runtime.ModelText}) and its {@link dev.nnc.runtime.Weights} beside its class and
 *       predicts through {@link dev.nnc.runtime.Predictor}s; texts go through its {@link
 *       dev.nnc.runtime.Vocabulary}; {@link dev.nnc.runtime.Main} is the program in its jar.
 * </ul>
 */
package dev.nnc.runtime;
