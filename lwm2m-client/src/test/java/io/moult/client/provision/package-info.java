@org.jspecify.annotations.NullMarked
package io.moult.client.provision;
