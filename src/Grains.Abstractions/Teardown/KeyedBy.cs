namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>By what a participant's store finds the data that it holds.</summary>
public enum KeyedBy
{
    /// <summary>By the installation: what it erases for an ended stay can't be the next stay's.</summary>
    Installation = 1,

    /// <summary>
    /// By the shop alone: the next stay's work for this participant waits until the ended stay's erasure is settled.
    /// </summary>
    Shop = 2,
}
