namespace Shopkeeper.EndToEnd.Tests.Canaries;

/// <summary>Something to look for.</summary>
/// <param name="What">What it is, for messages.</param>
/// <param name="Text">How it looks; bytes as the characters of Latin-1.</param>
public sealed record Needle(string What, string Text);
