namespace Shopkeeper.Testing;

/// <summary>Finds what a project was built to.</summary>
public static class BuiltAssembly
{
    /// <summary>
    /// The full path of the project's assembly, in the configuration (Debug, Release) that the tests run in.
    /// </summary>
    /// <param name="project">The project's folder in <c>src</c> or <c>tests</c>, for example <c>Silo</c>.</param>
    /// <exception cref="FileNotFoundException">It is not built in this configuration.</exception>
    public static string Of(string project)
    {
        // The test runs from …/bin/{configuration}/{framework}/, and so does every project here.
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var configuration = framework.Parent?.Name ?? "Debug";
        var parent = Directory.Exists(Path.Combine(RepositoryRoot.Path, "src", project)) ? "src" : "tests";
        var path = Path.Combine(
            RepositoryRoot.Path, parent, project, "bin", configuration, framework.Name, $"Shopkeeper.{project}.dll");

        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"{path} is missing. Build it first: dotnet build {parent}/{project} -c {configuration}", path);
    }
}
