/**
 * Where examples and weights come from and go to: CSV, IDX, NumPy and safetensors files, texts,
 * pictures and recordings. {@link dev.nnc.data.DataSource} opens what a {@code train} block names;
 * {@link dev.nnc.data.DataException} tells a person what is wrong with a file.
 */
package dev.nnc.data;
