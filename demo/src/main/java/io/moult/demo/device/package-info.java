/**
 * An emulated device: bootloader, application stand-in and LwM2M client around one flash file, in one process of its
 * own; and the two ports that a porter would write. Start at {@link io.moult.demo.device.DeviceCommand}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.demo.device;
