/**
 * Every decision between the graph and the code: what is stored and what is computed in place, what
 * shares a loop nest, in which order loops run, how sums of products are blocked, which array holds
 * which value. {@link dev.nnc.compiler.plan.Planner} is the pipeline.
 */
package dev.nnc.compiler.plan;
