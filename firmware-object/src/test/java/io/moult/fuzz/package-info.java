/**
 * Octets from anywhere against every decoder, and manifests of any shape against the processor. Start at {@link
 * io.moult.fuzz.FuzzTarget}; how it is run stands in docs/fuzzing.md.
 */
@org.jspecify.annotations.NullMarked
package io.moult.fuzz;
