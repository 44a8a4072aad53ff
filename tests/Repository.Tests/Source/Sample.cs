namespace Shopkeeper.Repository.Tests.Source;

/// <summary>
/// Files made up to try a rule, with the one place that it has to report, or null when it must stay silent.
/// </summary>
internal sealed record Sample(SourceTree Tree, string? Place)
{
    public static Sample Offends(string place, params (string Path, string Text)[] files) =>
        new(SourceTree.Of(files), place);

    public static Sample Offends(string place, string text) => Offends(place, (place.Split(':')[0], text));

    public static Sample Passes(string path, string text) => Passes((path, text));

    public static Sample Passes(params (string Path, string Text)[] files) => new(SourceTree.Of(files), null);
}
