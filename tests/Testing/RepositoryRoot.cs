namespace Shopkeeper.Testing;

/// <summary>The folder that holds <c>Actors.sln</c>, found upwards from the running test assembly.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The full path, without a trailing separator.</summary>
    /// <exception cref="DirectoryNotFoundException">The test assembly does not lie below the repository.</exception>
    public static string Path => Found.Value;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Actors.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds Actors.sln. "
            + "Run the tests from a build inside the repository.");
    }
}
