/** How a verified package reaches the flash: the two ports that a porter writes, and what drives them. */
@org.jspecify.annotations.NullMarked
package io.moult.client.install;
