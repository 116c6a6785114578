/**
 * Where images and envelopes lie in the flash, and whether the bytes there may run. Only {@link
 * io.moult.boot.image.SuitImageVerifier} and what it is made of know SUIT. Start at {@link io.moult.boot.image.SetPlaces}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.image;
