/** What the server knows of each device, and who may speak to it. Values and ports only. Start at {@code Device}. */
@org.jspecify.annotations.NullMarked
package io.moult.server.device;
