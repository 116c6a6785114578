/**
 * The firmware consumer: a device's update component, as one aggregate with its settings. No Leshan and no Californium
 * here. Start at {@link io.moult.client.FirmwareConsumer}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.client;
