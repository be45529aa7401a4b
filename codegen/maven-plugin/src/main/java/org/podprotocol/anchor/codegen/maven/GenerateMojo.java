package org.podprotocol.anchor.codegen.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.Amendments;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;
import org.podprotocol.anchor.codegen.idl.IdlParser;

/** Generates Java bindings from an Anchor IDL, unless they are there already. */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
  /** The IDL, JSON of specification 0.1.0 or of the form before it. */
  @Parameter(property = "anchor.idl", required = true)
  private @Nullable File idl;

  /** The package of the bindings; parts of them lie in packages below it. */
  @Parameter(property = "anchor.packageName", required = true)
  private @Nullable String packageName;

  /** Where the sources go; the directory is the plugin's own, other files in it are deleted. */
  @Parameter(
      property = "anchor.outputDirectory",
      defaultValue = "${project.build.directory}/generated-sources/anchor-idl")
  private @Nullable File outputDirectory;

  /** First word of the program-wide classes; the IDL's name if absent. */
  @Parameter(property = "anchor.name")
  private @Nullable String name;

  /** The program's address, where the IDL has none or another is meant. */
  @Parameter(property = "anchor.programId")
  private @Nullable String programId;

  /** How u64 appears: LONG or BIG_INTEGER. */
  @Parameter(property = "anchor.u64", defaultValue = "LONG")
  private GeneratorOptions.U64 u64 = GeneratorOptions.U64.LONG;

  /** Types that the IDL refers to and does not define, by name, in Rust's syntax. */
  @Parameter private Map<String, String> definitions = new TreeMap<>();

  /** Classes for types that the IDL does not define or whose serialization is custom, by name. */
  @Parameter private Map<String, String> classes = new TreeMap<>();

  /** Forms of seeds that are numbers, by {@code instruction.account[seed]}. */
  @Parameter private Map<String, SeedBytes> seeds = new TreeMap<>();

  /** A JSON Patch (RFC 6902) that is applied to the IDL before it is read. */
  @Parameter(property = "anchor.patch")
  private @Nullable File patch;

  /** Does nothing. */
  @Parameter(property = "anchor.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private @Nullable MavenProject project;

  /** For Maven. */
  public GenerateMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped");
      return;
    }
    Path input = require(idl, "idl").toPath();
    Path output = require(outputDirectory, "outputDirectory").toPath();
    if (!Files.isRegularFile(input)) {
      throw new MojoFailureException("there is no IDL at " + input);
    }
    try {
      generate(input, output);
    } catch (IdlException e) {
      throw new MojoFailureException(input + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("can't write bindings to " + output, e);
    }
    require(project, "project").addCompileSourceRoot(output.toString());
  }

  private void generate(Path input, Path output) throws IOException {
    byte[] json = Files.readAllBytes(input);
    GeneratorOptions options =
        new GeneratorOptions(
            require(packageName, "packageName"),
            Optional.ofNullable(name),
            Optional.ofNullable(programId),
            u64);
    Amendments amendments =
        new Amendments(
            patch == null
                ? Optional.empty()
                : Optional.of(Files.readString(patch.toPath(), StandardCharsets.UTF_8)),
            definitions,
            classes,
            seeds);
    OutputDirectory directory = new OutputDirectory(output);
    String fingerprint = Fingerprint.of(json, options + " " + amendments);
    if (directory.isUpToDate(fingerprint)) {
      getLog().debug("up to date: " + output);
      return;
    }
    Map<String, String> files = Generator.generate(IdlParser.parse(json, amendments), options);
    directory.replace(files, fingerprint);
    getLog().info("generated " + files.size() + " files from " + input.getFileName());
  }

  private static <T> T require(@Nullable T value, String parameter) {
    if (value == null) {
      throw new IllegalArgumentException("parameter " + parameter + " is missing");
    }
    return value;
  }
}
