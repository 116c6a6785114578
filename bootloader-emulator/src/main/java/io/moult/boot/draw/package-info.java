/**
 * A device's flash as a person wants to see it: a picture is a value, made from the files alone; one class draws it as
 * text, another as SVG. Start at {@link io.moult.boot.draw.FlashPicture}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.draw;
