namespace Shopkeeper.Storage.Tests.Erasure;

/// <summary>A batch of so many rows, behind one key and up to another, as the statements take it.</summary>
internal sealed record BatchRange(int Rows, string After, string Until);
