using Shopkeeper.Repository.Tests.Source;

namespace Shopkeeper.Repository.Tests.Rules;

/// <summary>No folder and no type that holds "the rest": a slice names what it is about.</summary>
internal sealed class FolderNames : IRule
{
    private static readonly string[] Banned =
        ["Helpers", "Helper", "Utils", "Utilities", "Util", "Common", "Services", "Models"];

    private static readonly string[] FoldersOnly = ["Common", "Services", "Models"];

    public IEnumerable<Sample> Samples =>
    [
        Sample.Offends("src/Grains/Services/Shops.cs:1", ""),
        Sample.Offends("src/Grains/Shops/ShopHelper.cs:1", ""),
        Sample.Passes("src/Grains/Shops/ServicesCollected.cs", ""),
    ];

    public IEnumerable<Offence> Check(SourceTree tree) =>
        from file in tree.CSharp
        let name = Path.GetFileNameWithoutExtension(file.Name)
        let word = Banned.FirstOrDefault(banned =>
            file.Folder.Split('/').Contains(banned) || name == banned
            || (!FoldersOnly.Contains(banned) && name.EndsWith(banned, StringComparison.Ordinal)))
        where word is not null
        select file.At(1, $"'{word}' says nothing about what is in it; name the idea");
}
