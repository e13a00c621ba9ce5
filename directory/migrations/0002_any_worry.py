

import directory.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='servicepage',
            name='any_worry',
            field=models.BooleanField(default=False, help_text='People may come with anything that is on their mind. Found for every need, below what is about it.', verbose_name='for any worry'),
        ),
        migrations.AlterField(
            model_name='need',
            name='aliases',
            field=directory.fields.LinesField(blank=True, default='', help_text='What people type when they mean this, one a line. A word that may mean something else counts alone, or near the words in brackets behind it: odd [diagnosis, behaviour]'),
        ),
    ]
