using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>
/// The image restores before it copies the sources, so every project of src and every file that the build reads at the
/// root has a line of its own in the Dockerfile.
/// </summary>
internal sealed class ImageIsComplete : IRule
{
    private const string Image = "Dockerfile";
    private static readonly string[] BuildFiles = [".props", ".targets"];

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/A/A.csproj:1", (Image, "COPY src/ src/\n"), ("src/A/A.csproj", "<Project />")),
        Sample.Offends("Directory.Build.props:1", (Image, ""), ("Directory.Build.props", "<Project />")),
        Sample.Passes(
            (Image, "COPY Directory.Build.props ./\nCOPY src/A/*.csproj src/A/\n"),
            ("src/A/A.csproj", "<Project />"), ("Directory.Build.props", "<Project />"),
            ("tests/T/T.csproj", "<Project />")),
    ];

    public IEnumerable<Offence> Check(SourceTree tree)
    {
        var image = tree.Find(Image)?.Text;
        return image is null
            ? []
            : tree.Files.Where(file => Wanted(file) is { } wanted && !image.Contains(wanted, StringComparison.Ordinal))
                .Select(file => file.At(1, $"{Image} does not copy it before it restores"));
    }

    private static string? Wanted(SourceFile file) =>
        file.Path.EndsWith(".csproj", StringComparison.Ordinal) && file.IsUnder("src/") ? $"COPY {file.Folder}/*.csproj"
        : file.Folder.Length == 0 && BuildFiles.Any(end => file.Path.EndsWith(end, StringComparison.Ordinal))
            ? file.Path
            : null;
}
