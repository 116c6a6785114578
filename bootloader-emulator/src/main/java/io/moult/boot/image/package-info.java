/**
 * What lies where in the flash, and whether the bytes there may run. Only {@link
 * io.moult.boot.image.SuitImageVerifier} knows SUIT. Start at {@link io.moult.boot.image.FlashLayout}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.image;
