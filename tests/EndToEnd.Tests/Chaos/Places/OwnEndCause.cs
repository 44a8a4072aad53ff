namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>Why a silo ended that nobody had told to.</summary>
internal enum OwnEndCause
{
    /// <summary>The others had declared it dead, as they do while it hangs or is parted from them.</summary>
    Buried,

    /// <summary>It could not start: the database or the others were away.</summary>
    NotStarted,

    /// <summary>Something that may not happen.</summary>
    Other,
}
