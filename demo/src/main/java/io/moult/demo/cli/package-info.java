@org.jspecify.annotations.NullMarked
package io.moult.demo.cli;
