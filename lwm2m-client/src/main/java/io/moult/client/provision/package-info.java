/** What a device must have been given before it takes updates. Start at {@link io.moult.client.provision.DeviceIdentity}. */
@org.jspecify.annotations.NullMarked
package io.moult.client.provision;
