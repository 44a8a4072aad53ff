namespace Shopkeeper.Frontend.Operations;

/// <summary>All client secrets that are configured or minted a held grant.</summary>
/// <param name="Items">The current one first, then previous ones, then unknown ones.</param>
public sealed record SecretListView(IReadOnlyList<SecretView> Items);
