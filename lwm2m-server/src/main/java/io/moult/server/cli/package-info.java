@org.jspecify.annotations.NullMarked
package io.moult.server.cli;
