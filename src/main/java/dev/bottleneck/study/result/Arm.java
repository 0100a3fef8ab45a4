package dev.bottleneck.study.result;

/**
 * One of the settings that a study compares.
 *
 * @param key its name in files and folders: lower case, hyphens
 * @param title its name in the report
 */
public record Arm(String key, String title) {}
