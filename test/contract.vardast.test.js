'use strict';

const { describeContract } = require('./contract');
const { contract } = require('./contract/vardast');

describeContract(contract);
