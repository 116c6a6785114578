/**
 * The adapter between the machines of {@code transfer} and Californium: the only package of this module that imports
 * it. Start at {@link io.moult.transfer.californium.SelectiveBlockwiseStack}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.transfer.californium;
