package io.moult.demo.scenario;

/** One chapter of the story. Each needs the first two to have been told, and no other. */
interface Chapter {
    /** What it shows, as a heading. */
    String title();

    /** Plays it on the stage; says what happens, and checks it from outside. */
    void play(Stage stage) throws Exception;
}
