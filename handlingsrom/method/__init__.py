"""The method as versioned content: phases, steps, worksheets, done-criteria and the five questions, in three languages."""
