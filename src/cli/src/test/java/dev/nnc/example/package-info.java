/** The example systems reach the quality that their README files state. */
package dev.nnc.example;
