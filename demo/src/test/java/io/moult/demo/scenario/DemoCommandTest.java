package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void demo_withOnlyOneImage_isMisuse() {
        assertThat(demo("--from", "old.bin")).isEqualTo(2);
        assertThat(err.toString()).contains("--from and --to go together");
    }

    @Test
    void demo_chapterThatIsNotThere_isMisuse() {
        assertThat(demo("--chapter", "9")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no chapter 9");
    }

    @Test
    void demo_imageThatIsNotThere_isOneSentence() {
        int status = demo("--from", directory + "/old.bin", "--to", directory + "/new.bin", "--keep", keep());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("old.bin is no image");
    }

    @Test
    void demo_theSameImageTwice_isOneSentence() throws IOException {
        Path image = Files.writeString(directory.resolve("image.bin"), "octets");

        assertThat(demo("--from", image.toString(), "--to", image.toString(), "--keep", keep()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("are the same image");
    }

    @Test
    void demo_directoryThatHoldsSomething_isNotWrittenInto() throws IOException {
        Files.writeString(directory.resolve("mine"), "mine");

        assertThat(demo("--keep", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty");
    }

    private String keep() {
        return directory.resolve("kept").toString();
    }

    private int demo(String... arguments) {
        CommandLine command = new CommandLine(new DemoCommand());
        command.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        command.setExecutionExceptionHandler((exception, line, parsed) -> {
            line.getErr().println(exception.getMessage());
            return 1;
        });
        return command.execute(arguments);
    }
}
