/**
 * The manufacturing image: bootloader, certificate and first application of a device in one file, from the author to the
 * factory. Start at {@link io.moult.suit.factory.ManufacturingImage}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.suit.factory;
