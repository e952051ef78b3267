namespace Gen.CrossEntropy.Simulator;

/// <summary>What the lane that runs has touched since it last waited. A view gives references, which do not say whether they are read or written: what changed was written.</summary>
internal sealed unsafe class Segment
{
    private Note[] notes = new Note[256];
    private int count;

    /// <summary>Marks the cells that the present segment has noted. Never the same for two.</summary>
    public long Number { get; private set; } = 1;

    /// <summary>Notes bytes of a region before they are read or written.</summary>
    public void Touch(Lane lane, Region region, long offset, int bytes)
    {
        if (((offset | (long)bytes) & (region.Granule - 1)) != 0)
        {
            // What is noted of it so far, in cells of the old size, is judged first. Only of it: in a[i] = b[j], a's element is noted before b's and written after.
            lane.Group.EndSegment(lane, region);
            region.Refine(offset | (long)bytes);
        }

        int shift = region.GranuleShift;
        long last = (offset + bytes - 1) >> shift;
        for (long cell = offset >> shift; cell <= last; cell++)
        {
            ShadowPage page = region.Page(cell);
            int inPage = (int)cell & (ShadowPage.Size - 1);
            ref ShadowCell shadow = ref page.Cells[inPage];
            if (shadow.Segment != Number)
            {
                shadow.Segment = Number;
                if (count == notes.Length)
                {
                    Array.Resize(ref notes, 2 * count);
                }

                notes[count++] = new Note(region, page, inPage, page.Value(inPage));
            }
        }
    }

    /// <summary>Ends it: tells the rules what was touched, in order.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="only">Where given, it ends for this region alone.</param>
    public void End(Lane lane, in RaceRules rules, Region? only = null)
    {
        int end = count;
        count = 0;
        Number += only is null ? 1 : 0;
        for (int i = 0; i < end; i++)
        {
            ref readonly Note note = ref notes[i];
            if (only is not null && note.Region != only)
            {
                notes[count++] = note;
                continue;
            }

            ref ShadowCell shadow = ref note.Page.Cells[note.Cell];
            if (note.Page.Value(note.Cell) == note.Before)
            {
                rules.Read(lane, ref shadow, note);
            }
            else
            {
                rules.Write(lane, ref shadow, note);
            }
        }
    }

    /// <summary>Forgets what was touched: the group failed.</summary>
    public void Drop()
    {
        count = 0;
        Number++;
    }

    /// <summary>A cell that was touched, and what it held before.</summary>
    internal readonly record struct Note(Region Region, ShadowPage Page, int Cell, uint Before)
    {
        /// <summary>The element it is part of, for messages.</summary>
        public string Describe() => Region.Describe(Page.Start - Region.Address + ((long)Cell << Region.GranuleShift));
    }
}
