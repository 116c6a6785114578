/**
 * What build tools make, read as octets at addresses: Intel HEX, S-records, ELF, raw binary. Start at {@link
 * io.moult.suit.author.image.ImageFile}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.suit.author.image;
